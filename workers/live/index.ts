import type { Bindings } from '../../functions/lib/env'
import sockets from './sockets'

export { LiveSockets } from './sockets'

/** Pages has no cron of its own: the one of this Worker does what otherwise waits for people's visits. */
export default {
  ...sockets,
  scheduled: async (_: ScheduledController, env: Bindings) => {
    // Loaded only then: sockets need none of the application.
    const { runTimed } = await import('../../functions/data/timed/run')
    console.log(JSON.stringify({ timed: await runTimed(env) }))
  },
}
