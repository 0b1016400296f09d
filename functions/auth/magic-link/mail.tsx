import type { OutboxMail } from '../../mail/schema'

/** The mail that lets somebody in: a link on a line of its own, and the code for another device. */
export const signInMail = (to: string, link: string, code: string, device: string, now: number): OutboxMail => ({
  to,
  subject: `Sign in to Daymark: ${code}`,
  text: `Sign in to Daymark by opening this link:

${link}

Or enter this code where you asked for it:

Code: ${code}

It was asked for from ${device}. Link and code work once, within 15 minutes.
If it was not you, do nothing: nobody gets in without this mail.
`,
  html: String(
    <html lang="en">
      <body>
        <p>
          <a href={link}>Sign in to Daymark</a>
        </p>
        <p>
          Or enter this code where you asked for it: <strong>{code}</strong>
        </p>
        <p>
          It was asked for from {device}. Link and code work once, within 15 minutes. If it was not you, do nothing:
          nobody gets in without this mail.
        </p>
      </body>
    </html>,
  ),
  sent_at: now,
})
