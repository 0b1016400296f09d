import { uses, useTexts } from '../../../functions/lib/uses'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Checks } from '../../ui/choices'
import { PageHead, Stack } from '../../ui/section'

const options = uses.map((use) => ({ value: use, label: useTexts[use].label, detail: useTexts[use].has }))

type CheckProps = { uses: readonly string[]; errors?: string[] }

/** The parts of Daymark to choose from; the hidden field says that the form asked. */
export const UseChecks = ({ uses: chosen, errors }: CheckProps) => (
  <>
    <input type="hidden" name="uses" value="" />
    <Checks label="Parts" name="uses" upright options={options} values={[...chosen]} errors={errors} />
  </>
)

type WelcomeProps = CheckProps & {
  /** Path of the page after it. */
  next: string
}

/** The question of the first sign-in. */
export const WelcomePage = ({ next, ...checks }: WelcomeProps) => (
  <>
    <PageHead title="What do you want to do with Daymark?" />
    <form method="post" action="/welcome">
      <input type="hidden" name="next" value={next} />
      <Stack>
        <p>Daymark shows what you choose and hides the rest. You can change this in Settings at any time.</p>
        <UseChecks {...checks} />
        <Actions>
          <Button variant="primary">Continue</Button>
          <LinkButton variant="quiet" href={next}>
            Skip
          </LinkButton>
        </Actions>
      </Stack>
    </form>
  </>
)
