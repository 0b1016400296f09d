import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { createTransport, type Transporter } from 'nodemailer'

/** Socket in the state folder by which workerd reaches it. */
export const mailSocket = 'mail.sock'

/** An error of nodemailer, or the answer of the other server. */
type Failure = Error & { code?: string; responseCode?: number }

/** Failures that a second try repeats: wrong credentials, an address that is refused. */
const isLasting = ({ code, responseCode }: Failure) =>
  responseCode === undefined ? code === 'EAUTH' || code === 'ETLS' : responseCode >= 500

const read = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

/**
 * The connection that `smtp://user:password@host:587` describes, or `smtps://` for one that begins with TLS. The first
 * asks for STARTTLS and sends nothing without it, unless the address says `?requireTLS=false`.
 * @throws Error where it is no such address
 */
export const transportOf = (address: string): Transporter => {
  const url = URL.parse(address)
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname)
    throw new Error('SMTP_URL isn’t valid. Enter an address such as smtp://user:password@mail.example:587')
  if (!url.searchParams.has('requireTLS')) url.searchParams.set('requireTLS', 'true')
  const limits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 }
  for (const [name, value] of Object.entries(limits)) url.searchParams.set(name, String(value))
  return createTransport(url.href, { disableFileAccess: true, disableUrlAccess: true })
}

/**
 * Sends mails by SMTP for the application, which asks by a socket: 200 where the other server took one, 422 where it never
 * will, else 503.
 */
export const startMailer = (state: string, address: string, log: (failure: object) => void) => {
  const transport = transportOf(address)
  const server = createServer(async (request, response) => {
    try {
      await transport.sendMail(await read(request))
      response.end()
    } catch (error) {
      const { code, responseCode } = error as Failure
      log({ code, responseCode })
      response.statusCode = isLasting(error as Failure) ? 422 : 503
      response.end()
    }
  })
  const socket = join(state, mailSocket)
  rmSync(socket, { force: true })
  process.chdir(state)
  server.listen(mailSocket)
  server.unref()
}
