import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
  // RFC 5321, 4.5.3.2: a greeting may take 5 minutes, the answer to a mail 10.
  const limits = { connectionTimeout: 60_000, greetingTimeout: 5 * 60_000, socketTimeout: 10 * 60_000 }
  for (const [name, value] of Object.entries(limits)) url.searchParams.set(name, String(value))
  return createTransport(url.href, { disableFileAccess: true, disableUrlAccess: true })
}

/** Time after which a mail is sent in the background, in ms. The application waits 15 seconds (functions/account/mail). */
const patience = 8_000

/**
 * Sends mails by SMTP for the application, which asks by a socket: 200 where the other server took one, 202 where it takes
 * its time, 422 where it never will, else 503. A failure is logged in each case.
 */
export const startMailer = (state: string, address: string, log: (failure: object) => void, waits = patience) => {
  const transport = transportOf(address)
  const send = async (mail: object) => {
    try {
      await transport.sendMail(mail)
      return 200
    } catch (error) {
      const { code, responseCode, message } = error as Failure
      log({ code, responseCode, ...(code === 'ESOCKET' && { reason: message }) })
      return isLasting(error as Failure) ? 422 : 503
    }
  }
  const server = createServer(async (request, response) => {
    const sending = send(await read(request))
    response.statusCode = await Promise.race([sending, sleep(waits, 202, { ref: false })])
    response.end()
  })
  const socket = join(state, mailSocket)
  rmSync(socket, { force: true })
  process.chdir(state)
  server.listen(mailSocket)
  server.unref()
}
