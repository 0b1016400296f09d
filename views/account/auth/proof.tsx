import { Actions, Button, Cancel, PostButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { Fields } from '../../ui/form'
import { PasskeyButton } from '../../ui/passkey-button'
import { PageHead } from '../../ui/section'

type ProofProps = {
  /** Purpose of the proof, such as “to create an API token”. */
  act: string
  /** Path of the refused request. The proof submits the request's fields to it again. */
  action: string
  /** Path of the Cancel link. */
  back: string
  fields: [name: string, value: string][]
  /** Address that received the code; null if no mail can be sent. */
  email: string | null
  isMailed: boolean
  hasPasskey: boolean
  errors?: string[]
}

const SignInAgain = ({ act, back }: Pick<ProofProps, 'act' | 'back'>) => (
  <>
    <p>You need a recent sign-in {act}. Sign out and in again, then try once more.</p>
    <Actions>
      <PostButton action="/auth/sign-out" label="Sign out" />
      <Cancel href={back} />
    </Actions>
  </>
)

/** The step between the form that needs a fresh proof and its result. */
export const ProofStep = ({ act, action, back, fields, email, isMailed, hasPasskey, errors }: ProofProps) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title="Confirm that it’s you" />
    {email === null && !hasPasskey ? (
      <SignInAgain act={act} back={back} />
    ) : (
      <form class="stack" action={action} method="post" autocomplete="off">
        <p>
          You signed in a while ago, so confirm that it’s you {act}.
          {email !== null && (
            <>
              {' '}
              {isMailed ? 'We emailed' : 'We can email'} a code to <bdi>{email}</bdi>.
            </>
          )}
        </p>
        {fields
          .filter(([name]) => !name.startsWith('proof_'))
          .map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
        <input type="hidden" name="proof_back" value={back} />
        {isMailed && (
          <Fields short>
            <Field
              label="Code"
              name="proof_code"
              inputmode="numeric"
              autocomplete="one-time-code"
              autofocus
              data-autofocus
              required
              errors={errors}
              hint="Six digits. They work for 10 minutes."
            />
          </Fields>
        )}
        <Actions>
          {isMailed && <Button variant="primary">Confirm and continue</Button>}
          {hasPasskey && (
            <PasskeyButton
              variant={isMailed ? 'plain' : 'primary'}
              options="/auth/passkey/options"
              field="proof_passkey"
            >
              Use a passkey
            </PasskeyButton>
          )}
          {email !== null && (
            <Button variant={isMailed || hasPasskey ? 'plain' : 'primary'} name="proof_again" value="1" formnovalidate>
              {isMailed ? 'Send another code' : 'Email me a code'}
            </Button>
          )}
          <Cancel href={back} />
        </Actions>
      </form>
    )}
  </div>
)
