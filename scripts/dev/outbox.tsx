import type { OutboxMail } from '../../functions/account/mail/send'
import { allRows, sql } from '../../functions/lib/sql'
import { Empty } from '../../views/ui/empty'
import { PageHead, Section } from '../../views/ui/section'

/** The last 50 mails, newest first. @param to null for all addresses */
export const mailsTo = (db: D1Database, to: string | null) =>
  allRows<OutboxMail>(sql(db)`
    SELECT recipient AS "to", subject, text, html, sent_at
    FROM outbox
    WHERE ${to} IS NULL OR recipient = ${to}
    ORDER BY number DESC
    LIMIT 50`)

const LinkedText = ({ text }: { text: string }) => (
  <p class="mail">
    {text.split(/(https?:\/\/\S+)/).map((part) =>
      /^https?:\/\//.test(part) ? (
        <a class="link" href={part}>
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </p>
)

export const OutboxPage = ({ mails }: { mails: OutboxMail[] }) => (
  <>
    <PageHead title="Outbox" summary="mails that development has sent, newest first" />
    {mails.length === 0 && <Empty title="No mail yet">Request a sign-in link, and it appears here.</Empty>}
    {mails.map((mail, index) => (
      <Section
        id={`mail-${index}`}
        title={mail.subject}
        summary={`to ${mail.to}, ${new Date(mail.sent_at).toISOString()}`}
      >
        <LinkedText text={mail.text} />
      </Section>
    ))}
  </>
)
