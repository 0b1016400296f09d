import type { startChoices } from '../../../functions/account/settings/schema'
import { weekdayNames } from '../../../functions/lib/text/format'
import { uses, useTexts } from '../../../functions/lib/uses'
import { Brand } from '../../frame/shell/navigation'
import { Actions, Button, LinkButton, PostButton } from '../../ui/button'
import { CheckboxGroup, RadioGroup } from '../../ui/choices'
import { descriptionProps, FieldMessages } from '../../ui/field'
import { Weekdays } from '../../ui/levels'
import { PageHead, Stack } from '../../ui/section'

const options = uses.map((use) => ({ value: use, label: useTexts[use].label, detail: useTexts[use].has }))

type CheckProps = { label?: string; hint?: string; uses: readonly string[]; errors?: string[] }

/** Checkboxes for the features of Daymark. A hidden field shows that the form had them. */
export const UseChecks = ({ label, uses: chosen, ...below }: CheckProps) => (
  <>
    <input type="hidden" name="uses" value="" />
    <CheckboxGroup
      label={label ?? 'Use Daymark to'}
      unseenLabel={!label}
      name="uses"
      upright
      options={options}
      values={[...chosen]}
      {...below}
    />
  </>
)

export const weekdays = weekdayNames.map((label, index) => ({ value: index + 1, label }))

/** Checkboxes for weekdays without a target. A hidden field shows that the form had them. */
export const RestDays = ({ days, errors }: { days: (string | number)[]; errors?: string[] }) => (
  <>
    <input type="hidden" name="rest_days" value="" />
    <fieldset class="field" {...descriptionProps('rest_days', true, errors)}>
      <legend class="label">Rest days</legend>
      <Weekdays name="rest_days" chosen={days.map(String)} />
      <FieldMessages id="rest_days" hint="Rest days don’t break your streak." errors={errors} />
    </fieldset>
  </>
)

/** Names of the ways to begin. */
const beginningNames: Record<keyof typeof startChoices, [label: string, detail: string]> = {
  timer: ['Just a timer', 'Type what you do, and press Start'],
  goals: ['Goals first', 'Add what you want to reach'],
  toggl: ['Import from Toggl Track', 'Your time, from its detailed report'],
  clockify: ['Import from Clockify', 'Your time, from its detailed report'],
  calendar: ['Import a calendar', 'Your meetings, from an .ics file'],
}

type WelcomeProps = {
  uses: readonly string[]
  /** Chosen way to begin. */
  begin?: string
  errors?: { uses?: string[]; begin?: string[] }
  /** Path of the next page, if the person came for a certain page. */
  next: string
}

/** The welcome form of a new account: a page without navigation, with a link to skip it. */
export const WelcomePage = ({ uses, begin = 'timer', errors, next }: WelcomeProps) => (
  <div class="mx-auto mt-[max(4.5rem,6vw)] mb-8 w-full max-w-128 px-4">
    <div class="absolute top-3 left-4 lg:top-6 lg:left-12">
      <Brand />
    </div>
    <form method="post" action="/welcome">
      <PageHead title="Welcome to Daymark" />
      <input type="hidden" name="next" value={next} />
      <Stack>
        {next === '/' && (
          <RadioGroup
            label="What do you want to begin with?"
            name="begin"
            upright
            options={Object.entries(beginningNames).map(([value, [label, detail]]) => ({ value, label, detail }))}
            value={begin}
            errors={errors?.begin}
          />
        )}
        <UseChecks
          label="What do you want to use?"
          hint="The rest stays hidden until you turn it on in Settings."
          uses={uses}
          errors={errors?.uses}
        />
        <Actions>
          <Button variant="primary">Continue</Button>
          <LinkButton variant="quiet" href={next}>
            Skip
          </LinkButton>
        </Actions>
      </Stack>
    </form>
    <div class="actions mt-4 -ml-2.25">
      <PostButton variant="quiet" small action="/auth/sign-out" label="Sign out" />
    </div>
  </div>
)
