import { Notice } from '../ui/button'
import { Secret } from '../ui/secret'
import { PageHead, TextLink } from '../ui/section'

type Props = { token: string; email: string; device: string; days: number }

export const CommandLineTokenPage = ({ token, email, device, days }: Props) => (
  <div class="stack door">
    <PageHead title="Your token" />
    <p>
      Paste it into the command-line program that requested it, from {device}. It’s shown only once and doesn’t sign in
      this browser.
    </p>
    <Secret label="Token" value={token} />
    <Notice tone="warning">
      <p>
        Keep it secret. Anyone with it can read and change your account <bdi>{email}</bdi> for {days} days.
      </p>
    </Notice>
    <p class="small">
      You can revoke it at any time in <TextLink href="/settings/tokens">Settings, API tokens</TextLink>.
    </p>
  </div>
)
