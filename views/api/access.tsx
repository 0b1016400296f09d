import { apiTokenPrefix } from '../../functions/auth/programs/issue'
import { scopes } from '../../functions/lib/env'
import { scopeWords } from '../../functions/settings/tokens/schema'
import { Section, TextLink } from '../ui/section'
import { MemberList } from './shape'
import { Ticked } from './ticked'

const ways = [
  {
    name: 'Personal token',
    does: [
      `For your own scripts: made in Settings, shown once. It begins with \`${apiTokenPrefix}\`, then 64 hexadecimal digits, so that scanners for leaked secrets can find it.`,
      'Send it as `Authorization: Bearer`. It holds until it expires or is revoked, and may do what its scopes say; your devices, your tokens and the end of the account are beyond every one.',
    ],
  },
  {
    name: 'Tokens of a program',
    does: [
      'For an app that people sign in to: `POST /auth/magic-link` with `{email}` mails a code, and `POST /auth/token` with `{email, code}` answers an access token of 15 minutes and a refresh token.',
      '`POST /auth/refresh` answers the next two. Keep the new refresh token: the second use of an old one ends the session. So does `POST /auth/sign-out` with the access token.',
      'A command line can send `client: "cli"` along with `{email}`: the page of the mailed link then shows a personal token to paste.',
    ],
  },
  {
    name: 'Session cookie',
    does: [
      'For a browser that is signed in: `session`, or `__Host-session` over https. A write with it needs the `Origin` of this site, or `Sec-Fetch-Site: same-origin`.',
    ],
  },
]

export const Access = () => (
  <Section
    id="access"
    title="Three ways to be let in"
    summary="a bearer wins over a cookie that comes along"
    aside={<TextLink href="/settings/tokens">Make a token</TextLink>}
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
