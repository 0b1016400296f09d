import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { PageHead } from '../ui/section'

type Props = { next: string; demo: boolean; email?: string; errors?: string[] }

/** How to get in: an address to mail a link to, and in development the demo account. */
export const SignInPage = ({ next, demo, email, errors }: Props) => (
  <div class="stack door">
    <PageHead title="Sign in" />
    <p class="grey">Daymark shows you where your days go and whether that moves your goals.</p>
    <form class="stack" action="/auth/magic-link" method="post">
      <Field
        label="Email"
        name="email"
        type="email"
        autocomplete="email"
        required
        value={email}
        errors={errors}
        hint="A link and a code come by mail. A new address makes a new account."
      />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="time_zone" data-browser />
      <input type="hidden" name="clock" data-browser />
      <Button variant="primary">Mail me a link</Button>
    </form>
    {demo && (
      <form action="/dev/demo" method="post">
        <Button>Look around in the demo account</Button>
      </form>
    )}
  </div>
)
