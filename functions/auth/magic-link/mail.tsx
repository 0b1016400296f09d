import { html } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import type { Mail } from '../../mail/schema'
import type { LinkClient } from './schema'

type SignInMailData = {
  email: string
  link: string
  code: string
  client: LinkClient
  /** In words, what asked. */
  device: string
}

const wordsFor = ({ client, device }: SignInMailData) =>
  client === 'cli'
    ? {
        title: 'A token for your command line',
        act: 'Get the token',
        open: 'A command-line program wants to sign in to Daymark. Open this link to get a token for it:',
        code: 'Or enter this code in the program:',
        who: `Requested from ${device}. The link and code work once, within 15 minutes.`,
        other:
          'Not you? Ignore this email. Never share the token or the code: anyone with either can use your account.',
      }
    : {
        title: 'Sign in to Daymark',
        act: 'Sign in to Daymark',
        open: 'Sign in to Daymark by opening this link:',
        code: 'Or enter this code on the page where you requested it:',
        who: `Requested from ${device}. The link and code work once, within 15 minutes.`,
        other: 'Not you? Ignore this email. Nobody can sign in without it.',
      }

const P = ({ children }: PropsWithChildren) => <p style="margin: 0 0 16px">{children}</p>

/** A template for the reason that views/ui/svg.tsx gives. */
const head = (title: string) =>
  html`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>`

/** Styled inline, because mail programs ignore style sheets. Reads well without styles. */
const Html = ({ link, code, words }: { link: string; code: string; words: ReturnType<typeof wordsFor> }) => (
  <html lang="en">
    {head(words.title)}
    <body style="margin: 0; padding: 24px; font: 16px/1.5 system-ui, sans-serif">
      <div style="max-width: 480px">
        <h1 style="margin: 0 0 16px; font-size: 20px; line-height: 1.3">{words.title}</h1>
        <P>{words.open}</P>
        <P>
          <a
            href={link}
            style="display: inline-block; padding: 10px 16px; border: 1px solid; border-radius: 2px; font-weight: 600"
          >
            {words.act}
          </a>
        </P>
        <P>{words.code}</P>
        <p style="margin: 0 0 16px; font: 600 24px/1.3 ui-monospace, monospace; letter-spacing: 2px">{code}</p>
        <P>{words.who}</P>
        <P>{words.other}</P>
        <p style="margin: 0; font-size: 14px">
          If the link above doesn’t work, copy this address into a browser:
          <br />
          <span style="word-break: break-all">{link}</span>
        </p>
      </div>
    </body>
  </html>
)

/** Sign-in mail: the link on a line of its own, and the code for another device. */
export const signInMail = (data: SignInMailData): Mail => {
  const { email, link, code } = data
  const words = wordsFor(data)
  return {
    to: email,
    subject: `${words.title}: ${code}`,
    text: `${words.open}

${link}

${words.code}

Code: ${code}

${words.who}
${words.other}
`,
    html: `<!doctype html>${String(<Html link={link} code={code} words={words} />)}`,
  }
}
