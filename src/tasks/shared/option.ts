import type { TaskInput, TaskOption } from "../task-definition";

/** The value of an option, or its default when absent, blank or not one of its choices. */
export function optionValue(input: TaskInput, option: TaskOption): string {
  const given = input.options[option.id]?.trim();
  if (given === undefined || given === "") return option.default;
  if (option.type === "select" && !option.values.some((choice) => choice.value === given))
    return option.default;
  return given;
}

/** A number option, clamped to its range. */
export function optionNumber(input: TaskInput, option: TaskOption & { type: "number" }): number {
  const value = Number(optionValue(input, option));
  if (!Number.isFinite(value)) return Number(option.default);
  return Math.min(option.max, Math.max(option.min, value));
}
