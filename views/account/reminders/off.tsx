import { PostButton } from '../../ui/button'
import { PageHead } from '../../ui/section'

type Props = { names: string[]; isOn: boolean; action: string }

/** `/reminders/off/:secret` */
export const MailsOffPage = ({ names, isOn, action }: Props) => (
  <div class="stack door">
    <PageHead title={isOn ? 'Stop these emails?' : 'No more of these emails'} />
    <p>
      {isOn ? 'You get emails of' : 'You get no emails of'} {names.map((name) => `“${name}”`).join(', ')}. You can turn
      them on again in Settings, Notifications.
    </p>
    {isOn && <PostButton variant="primary" action={action} label="Stop these emails" />}
  </div>
)
