// The mind map "Distributed Applications": each node, by its number there, and the cells that cover it.
import type { Row } from "./row.js";

export const MIND_MAP: readonly Row[] = [
  ["1", "Architecture of DSs", { "3/systems": /System architectures/ }],
  ["1.1", "System Models", { "1/layers": /Layer/ }],
  [
    "1.1.1",
    "Architectural Model",
    {
      "1/layers": /applications, services.*middleware.*operating system.*computer and network devices/s,
      "3/systems": /client-server.*proxy server.*peer processes.*software agents/s,
      "3/agents": /community/,
      "3/proxy-ours": /CachingProxy/,
    },
  ],
  [
    "1.1.2",
    "Failure Model",
    {
      "8/zoo":
        /simply stops.*notified.*buffer overflows.*congested.*clock drifts too far.*takes too long.*omits a step.*unintended.*corrupted messages.*replays.*modifies the program/s,
      "8/d1-chart": /fine/,
      "12/generals": /leaves out steps or takes unintended ones, and sends corrupted messages.*malicious/s,
    },
  ],
  [
    "1.1.3",
    "Security Model",
    {
      "13/model": /secure \*\*communication\*\*.*cryptography.*authentication.*access control.*unauthorised access/s,
      "13/d1-chart": /total/,
      "13/shop-run": /asked/,
    },
  ],
  ["1.2", "Transparency", { "1/transparency": /transparency/, "1/transparency-2": /Five more/ }],
  [
    "1.2.1",
    "Location",
    {
      "1/transparency-examples": /location.*name service/s,
      "7/names": /location transparency.*you cannot tell where/s,
      "7/c7-1": /cold\.outputs/,
    },
  ],
  [
    "1.2.2",
    "Access",
    { "1/transparency-examples": /access.*the same `get` for both/s, "6/rpc": /access transparency/ },
  ],
  [
    "1.2.3",
    "Replication",
    { "1/transparency": /replication.*copies/s, "1/d1-1-mended-run": /PatientFront/, "15/copies": /Why copies/ },
  ],
  [
    "1.2.4",
    "Migration",
    {
      "1/transparency-examples": /migration.*laptop/s,
      "7/home": /Host migration.*services should stay reachable/s,
      "7/home-run": /withAgent/,
    },
  ],
  ["1.2.5", "Language", { "1/transparency-2": /language/, "5/python-run": /withPython/, "6/python-run": /fromPython/ }],
  ["1.2.6", "Other", { "1/transparency-2": /failure.*execution.*performance.*scalability/s, "2/d-size-run": /counts/ }],
  ["1.3", "Paradigms for DAs", { "5/zeromq": /request-reply.*publish-subscribe.*pipeline/s }],
  [
    "1.3.1",
    "Information Sharing",
    {
      "4/compare": /Two ways to share information.*shared memory/s,
      "4/d1-shared-run": /accounts/,
      "15/tuple": /share \*\*information\*\*/,
    },
  ],
  ["1.3.2", "Message Exchange", { "5/heart": /message exchange/ }],
  [
    "1.3.3",
    "Naming Entities (Name Resolution)",
    { "7/names": /Name resolution.*from the name to an address/s, "7/d1-run": /\[4, 3\]/, "7/c7-2": /warm/ },
  ],
  [
    "1.3.4",
    "Bidirectional Communication",
    {
      "5/sockets": /application creates.*operating system controls.*stream/s,
      "5/sockets-run": /connect/,
      "6/lost": /request\*\* got lost.*reply\*\* got lost.*server died/s,
      "6/lost-run": /no answer/,
      "6/semantics": /at-least-once.*last.*at-most-once.*exactly-once/s,
      "6/d6-3-run": /atMostOnce/,
      "6/last-run": /lastOfMany/,
    },
  ],
  [
    "1.3.5",
    "Producer-consumer interaction",
    { "5/sockets-fire": /[Ff]ire and forget.*asynchronous procedure call/s, "5/d5-4-real": /Push/ },
  ],
  [
    "1.3.6",
    "Client-Server-Model",
    {
      "3/systems": /clients ask, a server answers/,
      "3/multitier-roles": /answersAndAsks/,
      "7/roles": /client, server.*roles in a protocol/s,
    },
  ],
  [
    "1.3.7",
    "Peer-to-Peer-Model",
    {
      "3/p2p": /directly.*Clients = servers/s,
      "3/p2p-issues": /Discovery.*placement.*Exchange.*trust/s,
      "3/p2p-run": /peers/,
    },
  ],
  [
    "1.3.8",
    "Message serialization",
    {
      "10/order-fix": /One sender.*numbers its messages.*Several senders/s,
      "10/orderings": /loosely synchronous.*virtually synchronous/s,
      "10/smr-idea": /total order.*sequencer/s,
      "10/orders-check": /fifo/,
    },
  ],
  ["1.4", "Client-Server-Model", { "3/multitier": /server and client/ }],
  ["1.4.1", "Definitions", { "7/roles": /sender, receiver.*exchange messages.*client, server.*roles in a protocol/s }],
  ["1.4.2", "Client", { "7/roles": /process that starts requests; also: the machine/ }],
  ["1.4.3", "Service", { "7/roles": /piece of software that offers a set of functions to clients/ }],
  ["1.4.4", "Server", { "7/roles": /always ready for requests; also: the machine that services run on/ }],
  [
    "1.4.5",
    "Services",
    {
      "7/services": /File service.*all over the network.*Time service.*Name service.*DNS/s,
      "9/cristian": /asks a server that knows the time/,
      "9/ntp": /UTC for everybody/,
    },
  ],
  [
    "1.4.6",
    "Client-Server-Interface",
    { "6/stubs-interfaces": /import.*represents the server.*export.*represents all clients/s },
  ],
  [
    "1.4.7",
    "Multitier-Architecture",
    { "3/multitier": /server and client at the same time/, "3/multitier-roles": /inLayers/ },
  ],
  [
    "1.4.8",
    "Single vs. multiple parallel sever processes",
    { "4/servers": /Single dedicated server process.*Cloning/s, "4/servers-chart": /CloningServer/ },
  ],
  [
    "1.4.9",
    "Stateful vs. Stateless",
    {
      "7/stateless": /with the client.*several steps.*more complex: it caches.*problematic/s,
      "7/stateless-run": /\[12, 6, 12\]/,
    },
  ],
  [
    "1.4.10",
    "LDAP",
    {
      "7/d4": /connect.*bind.*log in.*act.*close/s,
      "7/ldif": /looks like JSON without `\{` and `\}`.*without deeper hierarchy/,
      "7/directory": /DIT.*RDN.*DN/s,
      "7/d4-wrong": /wrongCode, 49/,
      "7/d4-twice": /twiceCode, 68/,
    },
  ],
  [
    "1.4.11",
    "Failure tolerant services",
    {
      "8/d3": /Modular redundancy/,
      "8/d3-chart": /0\.972/,
      "8/d4": /\*\*primary\*\*.*\*\*standby\*\*/s,
      "8/d4-chart": /lostBy/,
    },
  ],
  ["2", "Remote Invocation (RPC/RMI)", { "6/title": /Remote procedure call/ }],
  [
    "2.1",
    "Differences RPC - local procedure call",
    { "6/differences": /Remote is not local/, "6/differences-run": /elsewhere/ },
  ],
  ["2.1.1", "different processes", { "6/differences": /processes.*two different/s, "6/python-run": /withPython/ }],
  ["2.1.2", "no shared address space", { "6/differences": /address space/, "6/c6-1": /list\.length/ }],
  [
    "2.1.3",
    "no common runtime environment",
    { "6/differences": /runtime environment/, "6/python-see": /common runtime environment/ },
  ],
  [
    "2.1.4",
    "client and server can have different life spans",
    { "6/differences": /life spans/, "6/differences-run": /crash\("elsewhere"\)/ },
  ],
  [
    "2.1.5",
    "communication failures have to be handled",
    { "6/differences": /failures.*handle it/s, "6/lost-run": /no answer/ },
  ],
  ["2.2", "Definition", { "6/rpc": /What makes it an RPC/ }],
  ["2.2.1", "Synchronous", { "6/rpc": /\*\*synchronous\*\*/ }],
  [
    "2.2.2",
    "defined by signature of the called procedure",
    { "6/rpc": /signature/, "6/generator-run": /stub\.add\(3\)/ },
  ],
  ["2.2.3", "different address spaces", { "6/rpc": /different address spaces/, "6/differences-run": /list/ }],
  ["2.2.4", "small channels", { "6/rpc": /narrow channel/, "6/channel-run": /2000/, "6/d6-1-weigh": /131/ }],
  ["2.3", "Layer of RPCs", { "6/layers": /which layer is it/, "6/layers-run": /presentation/ }],
  ["2.3.1", "Presentation Layer", { "6/layers": /presentation \| the \*\*data representation/ }],
  ["2.3.2", "Between Application and Session Layer", { "6/layers": /between the application and the session layer/ }],
  ["2.3.3", "Session Layer ist OS-Interface", { "6/layers": /session \| the interface of the operating system/ }],
  [
    "2.3.4",
    "Transport/TCPIP under Session",
    { "6/layers": /transport and below \| TCP\/IP/, "6/layers-run": /transport/ },
  ],
  ["2.4", "Protocols", { "6/protocols": /Three protocols/, "6/d6-2-run": /100, 200, 300/ }],
  ["2.4.1", "R", { "6/protocols": /\*\*R\*\* \| request \| nothing/, "6/d6-2-run": /hundred\("R"\)/ }],
  ["2.4.2", "RR", { "6/protocols": /\*\*RR\*\* \| request, reply/, "6/d6-2-run": /hundred\("RR"\)/ }],
  ["2.4.3", "RRA", { "6/protocols": /\*\*RRA\*\* \| request, reply, \*\*acknowledge/, "6/c6-5": /300/ }],
  ["2.4.4", "R=Request/Reply, A=ACK", { "6/d6-2-notes": /R = Request\/Reply, A = ACK/, "6/d6-2-run": /byType/ }],
  ["2.5", "Stubs", { "6/stubs": /What stubs are for/, "6/steps-run": /client stub.*server stub/s }],
  [
    "2.5.1",
    "Interfaces for the programmer to hide communication-details of RPCs (transparency)",
    { "6/stubs": /hide the communication.*transparency/s },
  ],
  ["2.5.2", "Client", { "6/stubs": /specifies the method.*correct server.*transmission format.*blocks the caller/s }],
  ["2.5.3", "Server", { "6/stubs": /decodes the parameter.*invokes.*transforms the results.*sends them back/s }],
  ["2.6", "RPC-Generator/-Language", { "6/generator": /RPC generator/ }],
  [
    "2.6.1",
    "transforms interface descriptions of webservices in RPC-languages into client-/server-stubs in a normal programming language",
    {
      "6/generator": /transforms it into stubs in an ordinary programming language/,
      "6/generator-run": /pythonStub\(calculator\)/,
    },
  ],
  ["2.6.2", "e.g. wsdl to client-/server-stubs", { "6/generator-real": /WSDL/ }],
  ["2.7", "Binding", { "7/binding": /when is the address fixed/ }],
  [
    "2.7.1",
    "Static",
    { "7/binding": /static\*\* \| while developing \| hard-coded in the program/, "7/d2-run": /static: \{ failed: 50/ },
  ],
  [
    "2.7.2",
    "Semi-Static",
    {
      "7/binding": /when the client initialises.*database.*broadcast or multicast.*name service.*broker.*the same/s,
      "7/d2-run": /semiStatic: \{ failed: 50/,
    },
  ],
  [
    "2.7.3",
    "Dynamic",
    {
      "7/binding": /before each call.*server may migrate, another one may stand in, a broken one may be replaced/s,
      "7/d2-run": /dynamic: \{ failed: 0/,
      "7/c7-5": /lookups: 2/,
    },
  ],
  [
    "2.7.4",
    "Broker",
    {
      "7/broker": /database.*export.*register.*import.*White pages.*Yellow pages.*static.*dynamic/s,
      "7/broker-street": /Ben's,Anna's/,
      "7/c7-7": /30, 0, 0/,
    },
  ],
  ["2.8", "RMI (Java)", { "7/rmi": /Remote method invocation.*Java/s }],
  [
    "2.8.1",
    "characteristics",
    {
      "7/rmi": /different virtual machines.*location transparency and access transparency.*interfaces.*Serializable/s,
      "7/rmi-passing-run": /balance: 90/,
    },
  ],
  [
    "2.8.2",
    "binding/RMI-registry",
    {
      "7/rmi-registry":
        /Servers register.*clients get.*stubs.*program of its own.*itself a remote object.*1099.*java\.rmi\.Naming.*`lookup`/s,
      "7/d3-run": /313/,
    },
  ],
  [
    "2.8.3",
    "parameter passing",
    { "7/rmi-passing": /serialised.*a copy.*by reference.*a stub/s, "7/c7-8": /here: 1, there: 2/ },
  ],
  [
    "2.8.4",
    "garbage collection",
    {
      "7/leases": /counts references.*At 0 the object is removed.*life span.*renewed regularly/s,
      "7/d3-threads-run": /nobody/,
    },
  ],
  ["3", "Basic Mechanisms for DAs", { "6/title": /data representation/ }],
  ["3.1", "External Data Represantation", { "6/external": /external data representation/ }],
  [
    "3.1.1",
    "(Un-)Marshalling",
    { "6/marshalling": /Marshalling.*stream.*Unmarshalling.*plug-ins/s, "6/xdr-run": /0000000268690000/ },
  ],
  [
    "3.1.2",
    "Centralized Transformation",
    { "6/transform": /Centralised.*receiver does not transform.*central instance/s, "6/transform-tally": /centre: 8/ },
  ],
  [
    "3.1.3",
    "Decentralized Transformation",
    { "6/transform": /Decentralised, varying roles/, "6/transform-tally": /machines: 8/ },
  ],
  [
    "3.1.4",
    "Common external data represantation",
    {
      "6/external": /machine-independent.*complex structures.*XDR.*CORBA.*Java.*XSD.*SOAP/s,
      "6/d6-4-see": /Little endian.*Big endian/s,
      "6/strings-run": /utf16le/,
      "6/sizes-measured": /XDR/,
      "6/references": /Prohibit.*Marshal the pointed-to data/s,
      "6/references-run": /circular/,
    },
  ],
  ["3.2", "Time", { "9/title": /Time and clocks/ }],
  [
    "3.2.1",
    "definititions",
    {
      "9/clocks": /C_i\(t\) = a .cdot H_i\(t\) \+ b.*\*\*skew\*\*.*\*\*drift rate\*\*.*ideal/s,
      "9/sync-kinds": /External.*precise source.*Internal.*within \$2D\$/s,
      "9/drift-run": /50\.000000/,
    },
  ],
  [
    "3.2.2",
    "Correctness",
    { "9/clocks": /\*\*correct\*\* within a bound.*\(1-q\).*\*\*monotonic\*\*/s, "9/slew-run": /monotonic/ },
  ],
  [
    "3.2.3",
    "Synchronization Methods",
    {
      "9/cristian": /T_\{rtt\}\/2.*\[t \+ min.*T_\{rtt\} - min\].*\*\*Problems\*\*/s,
      "9/cristian-run": /trip: 20, estimate: 5018, accuracy: 2/,
      "9/berkeley": /\*\*internal\*\* synchronisation.*polls the others.*correction/s,
      "9/berkeley-two": /fast: \[-20\]/,
      "9/ntp": /spreads UTC through the internet, as a tree/,
      "9/ntp-times": /T_2 - T_1\) \+ \(T_3 - T_4.*T_4 - T_1\) - \(T_3 - T_2/s,
      "9/d2-run": /bytes === 48/,
    },
  ],
  ["3.3", "Distributed Execution Model", { "9/before": /happened before/, "9/six-run": /past/ }],
  ["3.3.1", "Scalar clocks", { "9/lamport": /Lamport's clock/, "9/ticks-run": /61, 69, 70/ }],
  [
    "3.3.2",
    "Vector clocks",
    {
      "9/lamport": /strictly consistent/,
      "9/vectors": /one counter \*\*for each node\*\*.*exactly if/s,
      "9/vectors-six": /2, 2, 2/,
      "9/d3-count": /vectorsAgree/,
    },
  ],
  ["3.4", "Failure Handling", { "8/will-fail": /What can fail in a distributed application/ }],
  [
    "3.4.1",
    "Possible failures",
    { "8/will-fail": /communication.*single parts.*crash or have bugs.*Byzantine.*erratic behaviour.*RPC interface/s },
  ],
  [
    "3.4.2",
    "Types of Testing (with respect to communication)",
    {
      "8/testing":
        /without communication.*local communication.*network-wide.*synchronous and asynchronous.*several clients/s,
      "8/test-1": /homeless/,
      "8/test-2": /start\(/,
      "8/c8-9": /failed/,
    },
  ],
  [
    "3.4.3",
    "Debugging Issues",
    {
      "8/debugging":
        /observed and controlled.*Snapshots.*all its parts.*no shared memory.*Nondeterminism.*order of messages.*breakpoint/s,
      "8/c8-11": /probe effect/,
      "8/c8-12": /6! = 720/,
    },
  ],
  [
    "3.4.4",
    "Debugging Approaches",
    {
      "8/approaches":
        /Communication monitoring.*black boxes.*Global breakpoint.*logical clocks.*total order.*consistent/s,
      "8/monitor-run": /wire/,
      "8/global-run": /latestConsistentCut/,
    },
  ],
  ["3.5", "Distributed Transactions", { "11/sale": /A \*\*transaction\*\* is the answer/ }],
  [
    "3.5.1",
    "ACID",
    {
      "11/acid":
        /Atomicity.*executed completely.*abort.*intention list, new version.*Consistency.*Isolation.*serialisation.*locking.*optimistic.*Durability/s,
      "11/serial": /Locking.*Optimistic concurrency control/s,
      "11/d1-run": /220/,
      "11/twopl-run": /deadlocks/,
      "11/list": /list of intentions/,
      "11/version-code": /NewVersion/,
    },
  ],
  [
    "3.5.2",
    "2-Phase commit protocol",
    {
      "11/tpc":
        /Should the transaction take place.*Let the servers vote.*CanCommit.*\*\*one\*\* says no: abort.*\*\*all\*\* say yes: commit.*ACK/s,
      "11/tpc-run": /12, 10/,
      "11/block-run": /crash\("c"/,
      "11/matrix-run": /crash\(who/,
    },
  ],
  [
    "3.5.3",
    "Distributed Deadlock",
    {
      "11/deadlock": /central deadlock server.*take time.*single point of failure.*bad idea/s,
      "11/chase": /Edge chasing.*Initiation.*Detection.*Resolution/s,
      "11/phantom-run": /Detector/,
      "11/chase-run": /circle/,
    },
  ],
  ["3.6", "Group Communication", { "10/group": /A \*\*group\*\* is a name for many/ }],
  ["3.6.1", "Issues", { "10/group": /group membership.*group communication/s }],
  ["3.6.2", "Group addressing", { "10/manage": /Centralised.*Decentralised/s }],
  [
    "3.6.3",
    "Classification",
    { "10/group": /open.*outsiders may send.*closed.*nobody sees it.*flat.*peers.*hierarchical/s },
  ],
  [
    "3.6.4",
    "Group Management",
    { "10/manage": /list the names.*create and delete.*join and leave.*attributes.*who its members are.*Hybrid/s },
  ],
  [
    "3.6.5",
    "Message delivery",
    {
      "10/atomicity": /unreliable.*reliable.*all-or-nothing.*serialised.*atomic.*atomic, serialised.*Exactly-once/s,
      "10/orderings": /synchronous.*loosely synchronous.*by sequencer.*virtually synchronous.*sync-ordering/s,
      "10/orderings-check": /sync-ordering/,
      "10/crash-run": /allOrNothing/,
    },
  ],
  [
    "3.6.6",
    "ISIS",
    {
      "10/order-fix": /ISIS.*cbcast.*abcast/s,
      "10/order-vector": /vector clock/,
      "10/abcast-run": /Member/,
      "10/order-causal-run": /Causal/,
    },
  ],
  ["3.6.7", "JGroups", { "10/jgroups": /JGroups.*FLUSH.*GMS.*UDP/s }],
  [
    "3.7",
    "Distributed Consensus",
    {
      "12/agree": /several processes propose, and all decide the same/,
      "12/three": /consensus.*Byzantine generals.*interactive consistency/s,
      "12/right-run": /exploreRaft\(Raft\)/,
    },
  ],
  [
    "3.7.1",
    "Consensus Problem",
    {
      "12/d1": /solver.*has all values.*majority.*communication is reliable, but processes may fail/s,
      "12/d1-run": /crash\("solver"/,
      "12/flood-run": /oneRound/,
    },
  ],
  [
    "3.7.2",
    "Byzantine-Generals problem",
    {
      "12/generals": /difference from consensus: all choose the value that.*commander.*forwarded/s,
      "12/three": /Termination.*Agreement/s,
      "12/d2-run": /byzantine\("l2"/,
      "12/strategies-run": /failures\(4\)/,
    },
  ],
  [
    "3.7.3",
    "Interactive Consistency Problem",
    {
      "12/ic": /agree on a \*\*vector of values/,
      "12/three": /interactive consistency.*component \*i\* is what/s,
      "12/ic-run": /36/,
    },
  ],
  ["3.8", "Kerberos", { "13/centre-see": /session key.*That is \*\*Kerberos\*\*/s, "13/d3-run": /visits/ }],
  ["3.8.1", "Roles", { "13/roles": /the client.*a server.*key distribution centre.*ticket granting service/s }],
  [
    "3.8.2",
    "Security Objects",
    {
      "13/roles": /TGS ticket.*server ticket.*authenticator.*authentifier/s,
      "13/roles-more": /unencrypted session key.*generated by the TGS.*sealed with the user's key/s,
    },
  ],
  [
    "3.8.3",
    "Authentication",
    {
      "13/flow":
        /user name.*TGS ticket, session key under the password.*opens it: the password was right.*TGS ticket, authenticator.*server ticket.*it is S/s,
      "13/roles-more": /decrypted key is "the TGS key"/,
      "13/d3-run": /stats\.messages/,
      "13/real-run": /AS-REQ/,
    },
  ],
  ["4", "Web Services", { "14/owners": /three languages, on three schedules/, "14/d1-compare": /SOAP/ }],
  ["4.1", "SOA", { "14/service": /service-oriented architecture/ }],
  [
    "4.1.1",
    "Characteristics",
    {
      "14/service":
        /well-defined interface.*self-contained.*holds and manages its own data "completely".*no other service's state.*location transparent.*communicate.*composed.*focuses on the interface/s,
    },
  ],
  [
    "4.1.2",
    "SOA vs. component-based architecture",
    { "14/soa-component": /tight.*loose.*code.*process.*complex.*interoperable.*to last.*to change/s },
  ],
  ["4.1.3", "Layered approach", { "14/layers": /processes are mapped to services/ }],
  [
    "4.1.4",
    "Pros & Contras",
    {
      "14/procon":
        /interoperability.*format and semantics.*exchange of data.*security.*available.*grow.*between organisations.*knowledge.*maintenance.*existing systems/s,
      "14/procon-check": /97\.03/,
    },
  ],
  ["4.1.5", "Definition", { "14/service": /anywhere in the network.*described\* \(in XML.*registered.*searchable/s }],
  ["4.2", "Architecture", { "14/roles": /Three roles/ }],
  [
    "4.2.1",
    "Interoperability stack",
    { "14/stack": /composition.*discovery.*description.*messaging.*representation.*transport/s },
  ],
  [
    "4.2.2",
    "Roles",
    {
      "14/roles": /provider\*\* publishes itself.*discovery agency.*stores descriptions.*requestor.*finds.*interacts/s,
    },
  ],
  ["4.2.3", "Technologies", { "14/stack": /UDDI.*WSDL.*SOAP/s, "14/d2-run": /registry\.publish/ }],
  [
    "4.2.4",
    "Ways of message exchange",
    {
      "14/roles": /directly.*intermediary.*peer to peer/s,
      "14/header": /routes by the block/,
      "14/header-run": /south: 42/,
    },
  ],
  ["4.3", "SOAP", { "14/d1": /XML in an envelope/, "14/d1-soap": /createClientAsync/ }],
  [
    "4.3.1",
    "SOAP message",
    {
      "14/d1-envelope-see": /Envelope.*namespaces.*Header.*Encoding rules.*Body.*method's name.*parameters.*results/s,
      "14/d1-envelope": /envelope/,
    },
  ],
  ["4.4", "WSDL", { "14/wsdl": /A WSDL file says/ }],
  ["4.4.1", "Stub/Skeleton", { "14/d1-server-why": /skeleton/, "14/d1-soap-why": /stub/, "14/d1-soap": /addAsync/ }],
  [
    "4.4.2",
    "WSDL-Schema",
    {
      "14/wsdl": /types\*\*: a schema.*message\*\*: a name.*parts.*portType\*\*: a name.*operations/s,
      "14/wsdl-2": /binding.*type=.*soap:binding.*operation.*service\*\*: a name.*ports/s,
      "14/read-code": /portType/,
    },
  ],
  [
    "4.4.3",
    "Bad practices",
    {
      "14/bad":
        /empty names and missing comments.*port type bound to a protocol.*unrelated operations.*overloaded output/s,
      "14/read-lint-run": /uncommented/,
    },
  ],
  ["4.5", "UDDI", { "14/pages": /Universal Description, Discovery and Integration/ }],
  [
    "4.5.1",
    "registry service for web services",
    { "14/pages": /a registry for web services/, "14/d2-run": /Registry/ },
  ],
  ["4.5.2", '"LDAP" for web services', { "14/pages": /LDAP for web services/ }],
  [
    "4.5.3",
    "Registry System",
    {
      "14/pages":
        /White pages.*name, contact, which services.*Yellow pages.*business, or by kind.*Green pages.*technical.*WSDL/s,
      "14/today": /2006/,
    },
  ],
  [
    "4.5.4",
    "Entities",
    {
      "14/pages":
        /BusinessEntity.*owner.*name.*unique \*\*key\*\*.*descriptions.*zero or more services.*BusinessService/s,
    },
  ],
  ["4.6", "Web Service Composition", { "14/d3": /one after the other/ }],
  [
    "4.6.1",
    "Orchestration",
    {
      "14/d3": /Transparent: .*Translucent: .*Opaque: .*orchestration/s,
      "14/d3-run": /ways\.opaque/,
      "14/d3-fail-who": /who holds the failure/,
      "14/overtake-run": /in the right order/,
    },
  ],
  ["5", "Design of DAs", { "16/seven": /Seven steps/ }],
  ["5.1", "Design Steps", { "16/seven": /how it is distributed/, "16/d1-artefacts": /Seven artefacts/ }],
  ["5.1.1", "identify repositories of application data", { "16/d1": /A \*\*repository\*\* is where data lives/ }],
  [
    "5.1.2",
    "data from modules = attributes from models",
    { "16/d1-model-why": /attributes of the models become the data of the modules/ },
  ],
  ["5.1.3", "module interface", { "16/d1-module-why": /What can be asked of a module/ }],
  ["5.1.4", "network interface", { "16/d1-network": /may cross the network/, "16/d1-network-run": /chatty/ }],
  [
    "5.1.5",
    "classification as client or server",
    { "16/d1-roles": /Client or server|client or server/, "16/d1-roles-run": /both/ },
  ],
  ["5.1.6", "definition of server-registration methods", { "16/d1-register": /configuration file.*lease.*observer/s }],
  [
    "5.1.7",
    "developing binding strategies for client to servers",
    { "16/d1-bind": /static.*semi-static.*dynamic/s, "16/d1-bind-run": /semi-static/ },
  ],
  ["5.2", "MDA - Model Driven Architecture", { "16/mda": /Model-driven architecture/ }],
  [
    "5.2.1",
    "MDA Concept",
    {
      "16/mda":
        /PIM.*UML diagrams, class and component specification; abstract.*PSM.*still no implementation.*code generation/s,
      "16/pim": /classDiagram/,
      "16/mda-run": /XML-RPC/,
    },
  ],
  ["6", "Distributed File Service", { "15/copies": /distributed file service/ }],
  ["6.1", "Terms", { "15/copies": /Allocation.*Relocation.*Replication/s }],
  [
    "6.1.1",
    "Distributed File System",
    { "15/copies": /collection of files that lie on several computers.*from outside, like one file system/s },
  ],
  ["6.1.2", "Distributed File Service", { "15/copies": /set of services/ }],
  ["6.1.3", "Allocation", { "15/copies": /on which computer is a file placed/ }],
  ["6.1.4", "Relocation", { "15/copies": /it moves to another one/ }],
  ["6.1.5", "Replication", { "15/copies": /copies of it are placed on several computers/ }],
  ["6.2", "Replicas", { "15/avail": /Three computers/, "15/avail-run": /chance/ }],
  [
    "6.2.1",
    "Motivation",
    { "15/copies": /in parallel.*availability.*answers.*less traffic/s, "15/avail-run": /0\.999/ },
  ],
  [
    "6.2.2",
    "Consistency",
    { "15/updates": /Internal.*two-phase commit.*Mutual.*strict.*loose/s, "15/map-run": /levels/ },
  ],
  [
    "6.2.3",
    "Placement",
    {
      "15/layers": /permanent.*decided in advance.*server-initiated.*performance.*client-initiated.*limited time/s,
      "15/placement-chart": /permanent/,
    },
  ],
  ["6.3", "Layers of File Service", { "15/layers": /Inside a file service/ }],
  [
    "6.3.1",
    "Picture",
    { "15/layers": /directory service.*replication service.*transaction service.*file service.*block service/s },
  ],
  ["6.4", "Update of Replicated Files", { "15/updates": /Who may write, and when/ }],
  [
    "6.4.1",
    "Optimistic Concurrency Control",
    {
      "15/updates": /no limits for users.*best copy available.*in parallel.*one copy only/s,
      "15/updates-words": /two meanings/,
      "15/cap-heal": /20 sold/,
    },
  ],
  [
    "6.4.2",
    "Pessimistic Concurrency Control",
    { "15/updates": /never differ visibly.*multiple update.*voting.*non-voting/s, "15/cap-run": /\[10, 0\]/ },
  ],
  ["7", "Distributed Shared Memory", { "15/dsm": /Distributed shared memory/ }],
  ["7.1", "Consistency", { "15/dsm": /a protocol keeps them consistent/ }],
  [
    "7.1.1",
    "Write-invalidate",
    { "15/dsm": /block the replicas.*ACK.*update takes place.*block is removed/s, "15/dsm-chart": /Owner/ },
  ],
  [
    "7.1.2",
    "Write-update",
    { "15/dsm": /update locally.*multicast the update.*replicas update themselves/s, "15/dsm-chart": /Update/ },
  ],
  ["7.2", "Tuple Space", { "15/tuple": /A blackboard: the tuple space/ }],
  [
    "7.2.1",
    "Operations",
    {
      "15/tuple": /out\(t\).*in\(t\).*deletes it.*read\(t\).*eval\(t\).*new process.*inp.*readp/s,
      "15/tuple-words": /outp/,
      "15/tuples-run": /Master/,
    },
  ],
  [
    "7.2.2",
    "Kinds of tuple spaces",
    {
      "15/tuple": /central.*replicated.*each machine has all tuples.*distributed.*each has a part/s,
      "15/kinds-chart": /Everywhere/,
    },
  ],
  ["7.3", "Object Space (Java)", { "15/tuple": /object space/ }],
  ["7.3.1", "see Tuple Space", { "15/tuple": /object space\*\* is the same/ }],
  ["7.3.2", "the same as tuples but with Java objects", { "15/tuple": /with Java objects/ }],
];
