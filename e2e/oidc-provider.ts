import { fakeProvider, oidcClient } from '../test/support/oidc'
import { startProvider } from './providers'

/** Carries the test's person, as JSON. */
const loginPage = `<!doctype html><html lang="en"><title>Provider of the tests</title><form method="post">
<label>Person <textarea name="person"></textarea></label><button>Log in</button></form></html>`

/** Starts the tests' provider of OpenID Connect on this machine. */
export const startOidc = async () => {
  let provider: ReturnType<typeof fakeProvider> | undefined
  const { url, stop } = await startProvider('/authorize', {
    page: loginPage,
    answer: async (asked) => provider?.answer(asked) ?? new Response(null, { status: 503 }),
    back: (authorize, form) => {
      const back = new URL(authorize.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('state', authorize.searchParams.get('state') ?? '')
      back.searchParams.set('code', provider?.grant(JSON.parse(form.get('person') ?? ''), authorize.searchParams) ?? '')
      return back.href
    },
  })
  provider = fakeProvider(url)
  return { environment: { ...oidcClient, OIDC_ISSUER: url, OIDC_NAME: 'Acme ID' }, stop }
}
