// Does experiments of a sweep, enclosed: what comes in is code of the farm's owner, what goes out is data.
import type { Answer } from "../../../src/engine/sweep/answer.js";
import { experimenter } from "../../../src/engine/sweep/experimenter.js";
import { packAnswers, unpackParcel } from "../../../src/engine/sweep/parcel.js";
import { reply } from "./reply.js";

reply(async (text) => {
  const { task, from, end } = unpackParcel(text);
  const perform = experimenter(task);
  const answers: Answer[] = [];
  for (let index = from; index < end; index++) {
    const answer = await perform(index);
    answers.push(answer);
    // What follows one that has to be done where it was written, is done there too.
    if (!answer.done && !answer.isBound) break;
  }
  return packAnswers(answers);
});
