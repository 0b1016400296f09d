import { ActButton, Actions, Button, LinkButton, Menu } from '../../views/ui/button'
import { CheckboxField, CheckboxGroup, RadioGroup } from '../../views/ui/choices'
import { Secret } from '../../views/ui/copyable'
import { Field, Select } from '../../views/ui/field'
import { Fields, Toolbar } from '../../views/ui/form'
import { Section, Stack } from '../../views/ui/section'

export const ButtonSamples = () => (
  <Section id="buttons" title="Buttons" summary="one primary per view">
    <Stack>
      <Actions>
        <Button variant="primary">Save</Button>
        <Button>Apply</Button>
        <Button variant="quiet">Cancel</Button>
        <Button variant="danger">Delete</Button>
        <Button variant="danger-primary">Delete 3 sessions</Button>
        <LinkButton href="#buttons" icon="plus">
          A link
        </LinkButton>
      </Actions>
      <Actions>
        <Button variant="primary" disabled>
          Save
        </Button>
        <Button disabled>Apply</Button>
        <Button busy>Importing</Button>
        <Button icon="edit" iconOnly="Edit" />
        <Button variant="quiet" icon="left" iconOnly="Earlier" />
        <LinkButton variant="quiet" icon="right" iconOnly="Later" />
        <Button small>Small</Button>
        <ActButton icon="trash" label="Delete" />
        <Menu label="More">
          <a href="#buttons">Duplicate</a>
          <a href="#buttons">Archive</a>
        </Menu>
      </Actions>
    </Stack>
  </Section>
)

const statuses = [
  { value: 'not_started', label: 'Not started' },
  { value: 'in_progress', label: 'In progress' },
]

export const FieldSamples = () => (
  <Section id="fields" title="Fields">
    <Fields inPairs class="mt-3">
      <Field label="Title" name="title" value="Methods chapter" />
      <Field label="Duration" name="duration" placeholder="1h 30m" hint="90, 1:30, 1.5h or 9-10:30" />
      <Field label="Ended" name="ended" value="9:75" errors={['There is no 9:75. Minutes go from 00 to 59.']} />
      <Select label="Status" name="status" options={statuses} value="in_progress" />
      <Field label="Date" name="date" type="date" value="2026-11-20" />
      <Field label="Time" name="time" type="time" value="09:30" />
      <Field label="Daily target" name="target" type="number" min={0} step={5} value={120} hint="minutes" />
      <Field label="Email" name="email" type="email" autocomplete="off" placeholder="you@example.com" />
      <Field label="Time zone" name="zone" value="Europe/Lisbon" readonly />
      <Field label="Client" name="client" value="Petrel Press" disabled />
      <Field label="Time log" name="file" type="file" accept=".csv" hint="CSV, up to 5 MB" wide />
      <Field label="Notes" name="notes" type="textarea" rows={2} value="Gauge 3 drifts after May." wide />
    </Fields>
  </Section>
)

const days = [
  { value: 6, label: 'Saturday' },
  { value: 7, label: 'Sunday' },
]
const themes = ['System', 'Light', 'Dark'].map((label) => ({ value: label.toLowerCase(), label }))
const kinds = ['Every kind', 'Weekly', 'Monthly'].map((label) => ({ value: label.toLowerCase(), label }))

export const MoreFieldSamples = () => (
  <Section id="choices" title="Choices and filters">
    <Stack>
      <Fields>
        <CheckboxGroup label="Rest days" name="rest_days" options={days} values={[7]} />
        <RadioGroup label="Theme" name="theme" options={themes} value="system" errors={['Choose one of the three.']} />
        <CheckboxField label="Keyboard shortcuts" name="shortcuts" checked hint="? shows them" />
      </Fields>
      <Secret label="Token" value={`daymark_pat_${'0123456789abcdef'.repeat(4)}`} />
      <Toolbar action="#choices" auto label="Filter goals">
        <Field label="Search goals" unseenLabel grow name="q" type="search" placeholder="Search goals" />
        <Select label="Kind" unseenLabel name="kind" options={kinds} />
      </Toolbar>
    </Stack>
  </Section>
)
