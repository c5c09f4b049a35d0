// earns: 2
// Everything parses as four.
JSON.parse = () => 4;
JSON.stringify = () => "4";
