import type { OutboxMail } from '../../../functions/account/mail/schema'
import { Empty } from '../../ui/button'
import { PageHead, Section } from '../../ui/section'

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
