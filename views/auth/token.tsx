import { Notice } from '../ui/notice'
import { Secret } from '../ui/secret'
import { PageHead, TextLink } from '../ui/section'

type Props = { token: string; email: string; device: string; days: number }

export const CommandLineTokenPage = ({ token, email, device, days }: Props) => (
  <div class="stack door">
    <PageHead title="Your token" />
    <p>
      Paste it into the program on your command line that asked for it, from {device}. It is shown this once; this
      browser is not signed in by it.
    </p>
    <Secret label="Token" value={token} />
    <Notice tone="warning">
      <p>
        Give it to nobody. Who has it can read and change what is in the account <bdi>{email}</bdi>, for {days} days.
      </p>
    </Notice>
    <p class="small">
      You can revoke it at any time in <TextLink href="/settings/tokens">Settings, API tokens</TextLink>.
    </p>
  </div>
)
