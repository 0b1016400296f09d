import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { clientId, clientSecret, fakeGitHub } from '../test/support/github'

/** Carries the test's GitHub user, as JSON, and its consent. */
const consentPage = `<!doctype html><html lang="en"><title>GitHub of the tests</title><form method="post">
<label>Octocat <textarea name="octocat"></textarea></label>
<button name="consent" value="yes">Authorize</button><button name="consent" value="no">Cancel</button></form></html>`

/** Redirects back to the application, with a code or an error. */
const backTo = (authorize: URL, form: URLSearchParams, grant: ReturnType<typeof fakeGitHub>['grant']) => {
  const back = new URL(authorize.searchParams.get('redirect_uri') ?? '')
  back.searchParams.set('state', authorize.searchParams.get('state') ?? '')
  if (form.get('consent') === 'yes') {
    back.searchParams.set('code', grant(JSON.parse(form.get('octocat') ?? ''), authorize))
  } else {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'Said by the provider')
  }
  return back.href
}

const headersOf = ({ headers }: IncomingMessage) =>
  Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])

type Service = {
  /** Page of consent. */
  page: string
  answer: (asked: Request) => Promise<Response>
  /** Address after its form. */
  back: (authorize: URL, form: URLSearchParams) => string
}

/** Starts a service of the tests on this machine, whose page of consent is at `authorizePath`. */
export const startProvider = async (authorizePath: string, { page, answer, back }: Service) => {
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    const body = await text(incoming)
    if (url.pathname === authorizePath && incoming.method === 'GET') {
      outgoing.setHeader('Content-Type', 'text/html').end(page)
    } else if (url.pathname === authorizePath) {
      outgoing.writeHead(302, { Location: back(url, new URLSearchParams(body)) }).end()
    } else {
      const gone = new AbortController()
      outgoing.on('close', () => gone.abort())
      const { method = 'GET' } = incoming
      const init = { method, headers: headersOf(incoming), signal: gone.signal, ...(body && { body }) }
      const answered = await answer(new Request(url, init))
      outgoing.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text())
    }
  }

  const server = createServer((incoming, outgoing) => {
    // Closes the connection without a response, like a service that is down.
    respond(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** Starts the tests' GitHub on this machine. */
export const startGitHub = async () => {
  const { grant, answer } = fakeGitHub()
  const back = (authorize: URL, form: URLSearchParams) => backTo(authorize, form, grant)
  const { url, stop } = await startProvider('/login/oauth/authorize', { page: consentPage, answer, back })
  const environment = {
    GITHUB_CLIENT_ID: clientId,
    GITHUB_CLIENT_SECRET: clientSecret,
    GITHUB_URL: url,
    GITHUB_API_URL: `${url}/api/v3`,
  }
  /** `environment` has the settings of a Daymark that uses it. */
  return { environment, stop }
}
