import { describe, it } from "vitest";
import { ENGINE_CONTRACT, type EngineContractSubject } from "../engine-contract";

/** Runs every check of the engine contract as a Vitest test. `subject` may be made anew for each. */
export function describeEngineContract(
  name: string,
  subject: () => EngineContractSubject | Promise<EngineContractSubject>,
): void {
  describe(`the engine contract: ${name}`, () => {
    for (const { title, check } of ENGINE_CONTRACT) it(title, async () => check(await subject()));
  });
}
