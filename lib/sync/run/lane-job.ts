import { z } from 'zod'
import type { JobDefinition } from '#lib/queue/index.ts'
import { workLane } from './work-lane.ts'

const dataSchema = z.object({ laneId: z.uuid() })

/** Lanes worked at a time in one process; those of one account still one after the other, in all processes. */
const LANES_AT_A_TIME = 4

/** Works one lane of a run. Tried again as often as its worker dies; faults of our own are bounded by the lane itself. */
export const laneJob: JobDefinition<{ laneId: string }> = {
  name: 'sync-lane',
  queue: { retryLimit: 1000, retryDelaySeconds: 0, expireInSeconds: 86_000, heartbeat: true },
  parallel: LANES_AT_A_TIME,
  onePerGroup: true,
  parse: (data) => dataSchema.parse(data),
  handle: ({ db, data, signal }) => workLane(db, data.laneId, signal),
}
