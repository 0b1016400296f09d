import { DurableObject } from 'cloudflare:workers'
import type { LiveVersions } from '../../functions/lib/db/open-pages'

const mostSockets = 200

/** After a write the reminders are looked at once it is quiet: many writes in a row are one look (ms). */
const afterWrites = 5_000

/**
 * The open sockets of one person, whose id names the object, and the alarm of their reminders. It keeps nothing else and
 * sleeps while its sockets are idle. The Worker of Pages checks the sign-in before it connects one.
 */
export class LiveSockets extends DurableObject {
  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', '{}'))
  }

  /** Connects a socket, and tells it the versions in the address. */
  override async fetch(request: Request) {
    if (this.ctx.getWebSockets().length >= mostSockets) return new Response(null, { status: 429 })
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    server.send(new URL(request.url).searchParams.get('versions') ?? '')
    return new Response(null, { status: 101, webSocket: client })
  }

  /** @param reminds id of the person, where a reminder is on */
  async tell(versions: LiveVersions, reminds?: string) {
    const message = JSON.stringify(versions)
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(message)
      } catch {
        // It is closing. Its page polls.
      }
    }
    if (reminds) await this.remind(reminds, Date.now() + afterWrites)
  }

  /** Looks at a person's reminders at an instant (epoch ms), unless it does so before. */
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

  /** The application on a server of one's own, which this object reaches by a binding. */
  protected async runReminders(userId: string): Promise<number | null> {
    const { REMINDERS } = this.env as { REMINDERS?: Fetcher }
    const answer = await REMINDERS?.fetch('http://app/reminders', { method: 'POST', body: userId })
    if (answer && !answer.ok) throw new Error(await answer.text())
    return answer ? answer.json() : null
  }

  /** Closes all sockets. Those with a valid sign-in reconnect. */
  async close() {
    for (const socket of this.ctx.getWebSockets()) socket.close(4001, 'Sign in again')
  }

  /** Answers a close: without it the other side waits for one. */
  override async webSocketClose(socket: WebSocket) {
    socket.close(1000)
  }

  /** Closes a socket that sends anything but pings. */
  override async webSocketMessage(socket: WebSocket) {
    socket.close(1008)
  }
}

/** Nobody reaches it but the Worker of Pages. */
export default { fetch: () => new Response(null, { status: 404 }) }
