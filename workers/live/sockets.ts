import { DurableObject } from 'cloudflare:workers'
import type { LiveVersions } from '../../functions/lib/live'

const mostSockets = 200

/**
 * The open sockets of one person, whose id names the object. It keeps nothing and sleeps while its sockets are idle. The
 * Worker of Pages checks the sign-in before it connects one.
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

  async tell(versions: LiveVersions) {
    const message = JSON.stringify(versions)
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(message)
      } catch {
        // It is closing. Its page polls.
      }
    }
  }

  /** Closes all sockets. Those whose sign-in is still valid come back. */
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
