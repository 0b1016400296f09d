import { html } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'

export const MailText = ({ children }: PropsWithChildren) => <p style="margin: 0 0 16px">{children}</p>

/** Head of the document, as a template for the reason given in views/ui/icon.tsx. */
const head = (title: string) =>
  html`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>`

/** Layout of a mail. Styled inline, because mail programs ignore style sheets; readable without styles. */
export const PlainMail = ({ title, children }: PropsWithChildren<{ title: string }>) => (
  <html lang="en">
    {head(title)}
    <body style="margin: 0; padding: 24px; font: 16px/1.5 system-ui, sans-serif">
      <div style="max-width: 480px">
        <h1 style="margin: 0 0 16px; font-size: 20px; line-height: 1.3">{title}</h1>
        {children}
      </div>
    </body>
  </html>
)

/** A link drawn as a button. Its text says where the link leads. */
export const MailLink = ({ href, children }: PropsWithChildren<{ href: string }>) => (
  <MailText>
    <a
      href={href}
      style="display: inline-block; padding: 10px 16px; border: 1px solid; border-radius: 2px; font-weight: 600"
    >
      {children}
    </a>
  </MailText>
)

type Props = PropsWithChildren<{
  title: string
  /** Text above the button. */
  open: string
  link: string
  /** Label of the button. */
  act: string
}>

/** A mail with one link. */
export const MailPage = ({ title, open, link, act, children }: Props) => (
  <PlainMail title={title}>
    <MailText>{open}</MailText>
    <MailLink href={link}>{act}</MailLink>
    {children}
    <p style="margin: 0; font-size: 14px">
      If the link above doesn’t work, copy this address into a browser:
      <br />
      <span style="word-break: break-all">{link}</span>
    </p>
  </PlainMail>
)
