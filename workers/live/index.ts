import type { Bindings } from '../../functions/lib/env'
import sockets, { LiveSockets as Sockets } from './sockets'

export class LiveSockets extends Sockets {
  protected override async runReminders(userId: string) {
    await import('../../functions/areas')
    const { runReminders } = await import('../../functions/account/reminders/run')
    return runReminders(this.env as unknown as Bindings, userId)
  }
}

/** Sockets, and the cron jobs that Pages lacks: work that would otherwise wait for a person's visit. */
export default {
  ...sockets,
  scheduled: async (_: ScheduledController, env: Bindings) => {
    // Loaded only here, because sockets do not need the application.
    await import('../../functions/areas')
    const { runTimed } = await import('../../functions/data/timed/run')
    console.log(JSON.stringify({ timed: await runTimed(env) }))
  },
}
