"""The public conformance suite, jupyter_kernel_test, against the kernel whose entry is given as the first argument."""

import json
import os
import sys
import tempfile
import unittest

entry = sys.argv.pop(1)
specs = tempfile.mkdtemp()
os.makedirs(os.path.join(specs, "kernels", "verteilt-test"))
with open(os.path.join(specs, "kernels", "verteilt-test", "kernel.json"), "w") as file:
    argv = ["node", entry, "{connection_file}"]
    json.dump({"argv": argv, "display_name": "test", "language": "typescript", "interrupt_mode": "message"}, file)
os.environ["JUPYTER_PATH"] = specs

import jupyter_kernel_test  # noqa: E402  (reads JUPYTER_PATH)


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "verteilt-test"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.sqr", "matches": {"sqrt", "SQRT1_2", "SQRT2"}},
        {"text": "JSON.", "matches": {"parse", "stringify"}},
    ]
    complete_code_samples = ["1 + 1", "function f() { return 1 }", "const s = `a`"]
    incomplete_code_samples = ["function f() {", "[1, 2", "`open"]
    invalid_code_samples = ["const = 3", "a b c"]
    code_generate_error = "throw new Error('boom')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'text'", "result": "'text'"},
        {"code": "[1, 'a']", "result": "[ 1, 'a' ]"},
        {"code": "({ outerHTML: '<b>b</b>' })", "mime": "text/html", "result": "<b>b</b>"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>b</b>')", "mime": "text/html"},
        {"code": "console.table([[1]])", "mime": "text/html"},
    ]
    code_history_pattern = "6?*7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "console.clear()"


if __name__ == "__main__":
    unittest.main(verbosity=2)
