import { PostButton } from '../../ui/button'
import { PageHead } from '../../ui/section'

type Props = { email: string; isRefused: boolean; action: string }

/** `/invitations/:secret` */
export const RefusalPage = ({ email, isRefused, action }: Props) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title={isRefused ? 'No more invitations' : 'Stop invitations?'} />
    <p>
      {isRefused ? 'We don’t email invitations to' : 'We won’t email any more invitations to'} <bdi>{email}</bdi>,
      whoever sends them. Senders aren’t told. If you have an account, shared plans still appear there, and you can turn
      these emails on again in Settings, Sign-in and devices.
    </p>
    {!isRefused && <PostButton variant="primary" action={action} label="Stop invitations" />}
  </div>
)
