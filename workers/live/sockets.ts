import { DurableObject } from 'cloudflare:workers'
import type { LiveVersions } from '../../functions/lib/db/open-pages'

const mostSockets = 200

/** Delay between the last write and the check of reminders, in ms: consecutive writes cause a single check. */
const afterWrites = 5_000

/**
 * Open sockets of a person, whose id names the object, and the alarm of their reminders. It stores nothing else and
 * hibernates while its sockets are idle. The Pages Worker checks the sign-in before it connects a socket.
 */
export class LiveSockets extends DurableObject {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', '{}'))
  }

  /** Connects a socket, and sends it the versions in the URL. */
  override async fetch(request: Request) {
    if (this.ctx.getWebSockets().length >= mostSockets) return new Response(null, { status: 429 })
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    server.send(new URL(request.url).searchParams.get('versions') ?? '')
    return new Response(null, { status: 101, webSocket: client })
  }

  /** @param reminds id of the person, if they have a reminder that is on */
  async tell(versions: LiveVersions, reminds?: string) {
    const message = JSON.stringify(versions)
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(message)
      } catch {
        // The socket is closing. Its page will poll.
      }
    }
    if (reminds) await this.remind(reminds, Date.now() + afterWrites)
  }

  /** Schedules a check of a person's reminders (epoch ms), unless an earlier check is scheduled. */
  async remind(userId: string, at = Date.now()) {
    const { storage } = this.ctx
    const planned = await storage.getAlarm()
    if (planned !== null && planned <= at) return
    storage.kv.put('user', userId)
    await storage.setAlarm(at)
  }

  /** Sends due reminders and sets the next alarm. Cloudflare retries a failed alarm. */
  override async alarm() {
    const { storage } = this.ctx
    const userId = storage.kv.get<string>('user')
    const next = userId ? await this.runReminders(userId) : null
    if (userId && next !== null) await this.remind(userId, next)
    else storage.kv.delete('user')
  }

  /** Runs reminders. A self-hosted server overrides this, because it reaches the application by a binding. */
  protected async runReminders(userId: string): Promise<number | null> {
    const { REMINDERS } = this.env as { REMINDERS?: Fetcher }
    const answer = await REMINDERS?.fetch('http://app/reminders', { method: 'POST', body: userId })
    if (answer && !answer.ok) throw new Error(await answer.text())
    return answer ? answer.json() : null
  }

  /** Closes all sockets. A page with a valid sign-in reconnects. */
  async close() {
    for (const socket of this.ctx.getWebSockets()) socket.close(4001, 'Sign in again')
  }

  /** Responds to a close; otherwise the other side would wait. */
  override async webSocketClose(socket: WebSocket) {
    socket.close(1000)
  }

  /** Closes a socket that sends anything but pings. */
  override async webSocketMessage(socket: WebSocket) {
    socket.close(1008)
  }
}

/** Only the Pages Worker can reach this Worker. */
export default { fetch: () => new Response(null, { status: 404 }) }
