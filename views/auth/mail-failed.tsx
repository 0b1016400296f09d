import { Button } from '../ui/button'
import { PageHead } from '../ui/section'

type Props = { email: string; next: string; client: 'cli' | null; time_zone: string | null; clock: number | null }

export const MailFailedPage = ({ email, ...asked }: Props) => (
  <div class="stack door">
    <PageHead title="The email couldn’t be sent" />
    <p>
      We couldn’t send the email to <bdi>{email}</bdi>. If it arrives later, its link and code won’t work. Try again in
      a few minutes.
    </p>
    <form class="actions" action="/auth/magic-link" method="post">
      <input type="hidden" name="email" value={email} />
      {Object.entries(asked).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      <Button variant="primary">Try again</Button>
    </form>
    <p class="small">
      <a class="link" href={`/sign-in?${new URLSearchParams({ next: asked.next })}`}>
        Sign in another way
      </a>
    </p>
  </div>
)
