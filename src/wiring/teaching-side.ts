import { createTeacher } from "../engines/taught/teacher/teacher";
import type { Connection } from "../platform/storage/history-database";
import { formatSpecialist, parseSpecialist } from "../platform/storage/taught-file";
import { openTaught } from "../platform/storage/taught-store";
import type { TeachingPort } from "../store/dependencies";

/** One for the page: its worker starts with the first question. */
const teacher = createTeacher();

/** Wires what the Teach page stands on, over the app's database. */
export function openTeachingSide(connection: Connection): TeachingPort {
  return { teacher, kept: openTaught(connection), format: formatSpecialist, parse: parseSpecialist };
}
