export { nextTask } from "../../platform/next-task";
