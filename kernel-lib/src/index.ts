// The door: everything a notebook imports, in the order in which a reader meets it.

// Whether it is right.
export { explore } from "./api/explore.js";
export { exploreByHand, type HandExploration } from "./api/explore-by-hand.js";
export { causallyConsistent, linearizable, sequentiallyConsistent, serializable } from "./api/histories.js";
export { liveView } from "./api/live-view.js";
export type { Drawn } from "./api/pictures.js";
export type { Poll } from "./api/poll.js";
// A class as one live system.
export { join, openClass, type Room } from "./api/room.js";
// Running it.
export { cluster, run, start } from "./api/run.js";
// What it looked like.
export { type StepThrough, type StepThroughOptions, stepThrough, type TraceMoment } from "./api/step-through.js";
export type { PollOptions } from "./engine/cluster/poll-question.js";
export type { ClassOptions, JoinOptions, Membership } from "./engine/cluster/public-types.js";
export { type Farm, farm } from "./engine/farm/farm.js";
export type { Live } from "./engine/live.js";
export { type PostgresServer, withPostgres } from "./engine/postgres.js";
export { coursePython, type PythonProcess, python } from "./engine/python.js";
export type { Cluster, Run, RunOptions } from "./engine/run.js";
export { type SweepPoint, sweep } from "./engine/sweep.js";
export type { System } from "./engine/system.js";
export { latencies } from "./figure/charts/latencies.js";
export { messageCounts } from "./figure/charts/message-counts.js";
export { messagesOverTime } from "./figure/charts/messages-over-time.js";
export { nodeLoad } from "./figure/charts/node-load.js";
export type { StateChange } from "./figure/charts/state-changes.js";
export { type StateOptions, stateOverTime } from "./figure/charts/state-over-time.js";
export { type SweepChartOptions, type SweptPoint, sweepChart } from "./figure/charts/sweep-chart.js";
export type { Figure, Picture } from "./figure/figure.js";
export { plot } from "./figure/plot.js";
export { type Progress, progress } from "./figure/progress.js";
export { type Slider, type SliderOptions, slider } from "./figure/slider.js";
export { spaceTime } from "./figure/space-time/plotly.js";
export type { SpaceTimeOptions } from "./figure/space-time/selection.js";
export { type Widget, type WidgetOptions, widget } from "./figure/widget.js";
// What was understood.
export { checkpoint, type Prediction, predict, written } from "./grade/checkpoint.js";
export { grade } from "./grade/grade.js";
export type { Report } from "./grade/report.js";
export type { Tests } from "./grade/tests.js";
export { alternatingBit } from "./models/alternating-bit.js";
export {
  keyValueMap,
  type MapInput,
  type MutexInput,
  mutex,
  type QueueInput,
  queue,
  type RegisterInput,
  register,
} from "./models/objects.js";
export { primaryBackup } from "./models/primary-backup.js";
export type { ReadyMade } from "./models/system.js";
export { tokenRing } from "./models/token-ring.js";
export { twoPhaseCommit } from "./models/two-phase-commit.js";
// What goes wrong on the way.
export type { Delay, LinkDelay } from "./network/delay.js";
export {
  bandwidth,
  byzantine,
  clock,
  corrupt,
  crash,
  duplicate,
  type Fault,
  latency,
  loss,
  partition,
  pause,
  reorder,
  rule,
  slow,
  type Where,
} from "./network/faults.js";
// Who is linked to whom.
export type { Link, LinkStress, Network } from "./network/topologies/graph.js";
export { type RandomGraphOptions, randomGraph } from "./network/topologies/random.js";
export { graph, grid, line, mesh, ring, star, tree } from "./network/topologies/shapes.js";
export type { Topology } from "./network/topology.js";
// What a student writes.
export { MisuseError, TimeoutError } from "./node/errors.js";
export type { Envelope, Message, NodeId } from "./node/messages.js";
export { type Fields, Node, type NodeClass, type NodeSpec } from "./node/node.js";
// What happened.
export {
  causalFuture,
  causalPast,
  concurrent,
  happenedBefore,
  type VectorTime,
  vectorTimes,
} from "./trace/causality.js";
export { type Cut, cutAfter, cutAt, inFlight, isConsistentCut, latestConsistentCut, orphans } from "./trace/cuts.js";
export { type FaultSpan, faultSpans, faultSpansFromEdn } from "./trace/fault-spans.js";
export { traceFromShiViz } from "./trace/from-shiviz.js";
export { historyFromEdn, historyToEdn } from "./trace/history-edn.js";
export { traceFromJson, traceToJson } from "./trace/json.js";
export { traceToMermaid } from "./trace/mermaid.js";
export type { OpenCall, Operation, WaitingCall } from "./trace/operation.js";
export { traceToShiViz } from "./trace/shiviz.js";
export type { Traced } from "./trace/source.js";
export type { Trace, TraceEvent } from "./trace/trace.js";
export type { Access, CausalVerdict } from "./verify/causal.js";
export { converged } from "./verify/converged.js";
export type { HistoryVerdict, Model } from "./verify/history.js";
export type { Choice, Moment } from "./verify/moment.js";
export type { ExploreOptions, Property, SoFar, Verdict, View } from "./verify/options.js";
export type {
  Anomaly,
  Dependency,
  SerialVerdict,
  Transaction,
  TransactionStep,
} from "./verify/transactions/transaction.js";
export { transactionsFromEdn } from "./verify/transactions/transactions-edn.js";
