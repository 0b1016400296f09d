import { apiTokenPrefix } from '../../functions/auth/programs/issue'
import { scopes } from '../../functions/lib/env'
import { scopeWords } from '../../functions/settings/tokens/schema'
import { Section, TextLink } from '../ui/section'
import { MemberList, Ticked } from './shape'

const ways = [
  {
    name: 'Personal token',
    does: [
      `For your own scripts: create it in Settings; it’s shown once. It begins with \`${apiTokenPrefix}\`, then 64 hexadecimal digits, so secret scanners can find it.`,
      'Send it as `Authorization: Bearer`. It works until it expires or is revoked, within its scopes. It can never manage devices, tokens or delete the account.',
    ],
  },
  {
    name: 'Program tokens',
    does: [
      'For an app that people sign in to: `POST /auth/magic-link` with `{email}` emails a code, and `POST /auth/token` with `{email, code}` returns an access token valid for 15 minutes and a refresh token.',
      '`POST /auth/refresh` returns the next pair. Keep the new refresh token: reusing an old one ends the session. So does `POST /auth/sign-out` with the access token.',
      'A command-line program can send `client: "cli"` with `{email}`: the emailed link then shows a personal token to paste.',
    ],
  },
  {
    name: 'Session cookie',
    does: [
      'For a signed-in browser: `session`, or `__Host-session` over https. Writes with it need the `Origin` of this site, or `Sec-Fetch-Site: same-origin`.',
    ],
  },
]

export const Access = () => (
  <Section
    id="access"
    title="Authentication"
    summary="a bearer token takes precedence over a cookie"
    aside={<TextLink href="/settings/tokens">Create a token</TextLink>}
  >
    <MemberList>
      {ways.map(({ name, does }) => (
        <>
          <dt>{name}</dt>
          <dd>
            {does.map((text) => (
              <p>
                <Ticked text={text} />
              </p>
            ))}
          </dd>
        </>
      ))}
    </MemberList>
    <h3>Scopes of a personal token</h3>
    <MemberList>
      {scopes.map((scope) => (
        <>
          <dt>
            <code>{scope}</code>
          </dt>
          <dd>{scopeWords[scope]}</dd>
        </>
      ))}
    </MemberList>
  </Section>
)
