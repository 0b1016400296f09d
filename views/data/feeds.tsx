import { formatLastUse } from '../../functions/account/settings/sign-in/api'
import {
  type FeedContent,
  type FeedForm,
  type FeedRow,
  feedContents,
  feedNameLimit,
} from '../../functions/data/feeds/schema'
import type { User } from '../../functions/lib/env'
import type { Draft } from '../../functions/lib/http/form'
import { pathTo } from '../../functions/lib/http/path-to'
import { isUsed } from '../../functions/lib/uses'
import { Actions, Button, Cancel, LinkButton, Notice } from '../ui/button'
import { CheckboxField, CheckboxGroup } from '../ui/choices'
import { Secret } from '../ui/copyable'
import { Empty } from '../ui/empty'
import { Field } from '../ui/field'
import { draftFields, EditForm, Fields, FormId } from '../ui/form'
import { Module } from '../ui/reorder'
import { PlainRow, RowList, Section, Stack, TextLink } from '../ui/section'

const path = '/settings/calendars'

/** Selected contents are a separate member, because there may be several. */
export type FeedDraft = Draft<FeedForm> & { selected: string[] }

export type CreatedFeed = { name: string; url: string }

type FieldsProps = { user: User; feed?: FeedRow; draft?: FeedDraft }

const FeedFields = ({ user, feed, draft }: FieldsProps) => {
  const field = draftFields({ name: feed?.name ?? null }, draft as Draft<{ name: string | null }>, 'feed')
  const chosen = draft?.selected ?? feed?.contains ?? []
  const offered = (Object.keys(feedContents) as FeedContent[]).filter((name) => {
    const thing = feedContents[name]
    return chosen.includes(name) || isUsed(user, 'use' in thing ? thing.use : undefined)
  })
  return (
    <Fields>
      <Field label="Name" wide required maxlength={feedNameLimit} placeholder="Phone" {...field('name')} />
      <CheckboxGroup
        label="Shows"
        wide
        name="shows"
        idPrefix="feed"
        options={offered.map((name) => ({ value: name, label: feedContents[name].label }))}
        values={chosen}
        errors={draft?.errors.shows}
      />
      <CheckboxField
        wide
        label="Hide titles"
        hint="Events show only “Busy”, all-day events “Something to do”."
        name="busy_only"
        idPrefix="feed"
        value="yes"
        checked={draft ? draft.values.busy_only !== undefined : feed?.busy_only === 1}
      />
    </Fields>
  )
}

const Made = ({ name, url }: CreatedFeed) => (
  <Section id="made" title="Address of the calendar" summary={<bdi>{name}</bdi>}>
    <Stack>
      <Notice tone="warning" role="status">
        <p>Copy it now: it won’t be shown again. Anyone with it can read this calendar.</p>
      </Notice>
      <Secret label="Address" value={url} id="made-address" />
      <Actions>
        <LinkButton href={url.replace(/^https?:/, 'webcal:')}>Open in your calendar</LinkButton>
      </Actions>
      <p class="hint">In Google Calendar, choose “Other calendars”, “From URL” on a computer.</p>
    </Stack>
  </Section>
)

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

type FeedsProps = { feeds: FeedRow[]; user: User; now: number; draft?: FeedDraft; made?: CreatedFeed }

const Feed = ({ feed, user, now }: Pick<FeedsProps, 'user' | 'now'> & { feed: FeedRow }) => {
  const { id, name, contains, busy_only, last_read_at } = feed
  return (
    <PlainRow
      name={name}
      parts={[
        contains.map((thing) => lowered(feedContents[thing].label)).join(', '),
        busy_only === 1 && 'without titles',
        last_read_at === null ? 'never read' : `read ${formatLastUse(last_read_at, user.preferences, now)}`,
      ]}
    >
      <Actions>
        <LinkButton small href={pathTo`/settings/calendars/${id}`}>
          Edit<span class="sr-only"> {name}</span>
        </LinkButton>
      </Actions>
    </PlainRow>
  )
}

/** `/settings/calendars` */
export const FeedsPage = ({ feeds, user, now, draft, made }: FeedsProps) => (
  <div id="calendars">
    {made && <Made {...made} />}
    <Section id="feeds" title="Daymark in your calendar" summary={feeds.length > 0 && feeds.length}>
      {feeds.length === 0 && (
        <Empty title="No calendars yet" level={3}>
          Show your Daymark days in the calendar on your phone or computer, from 90 days back to a year ahead.
        </Empty>
      )}
      <RowList rows={feeds} item={(feed) => <Feed feed={feed} user={user} now={now} />} />
    </Section>
    <Section id="new-feed" title="New calendar">
      <EditForm label="New calendar" action={path} hx-post={path} hx-target="#calendars" hx-swap="outerHTML">
        <FormId />
        <FeedFields user={user} draft={draft} />
        <p class="hint">
          Notes and meetings from subscribed calendars are left out. Google checks for changes once or twice a day, most
          others every few hours.
        </p>
        <Actions>
          <Button variant="primary">Create calendar</Button>
        </Actions>
      </EditForm>
      <Module name="copy-buttons" />
    </Section>
    {isUsed(user, 'journal') && (
      <Section id="subscribed" title="Other calendars in Daymark">
        <p>
          <TextLink href="/meetings/calendars">Subscribe to a calendar</TextLink> to get its events as meetings.
        </p>
      </Section>
    )}
  </div>
)

/** `/settings/calendars/:id` */
export const FeedPage = ({ feed, user, draft }: FieldsProps & { feed: FeedRow }) => (
  <>
    <EditForm label="Edit calendar" action={pathTo`/settings/calendars/${feed.id}`}>
      <FeedFields user={user} feed={feed} draft={draft} />
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href={path} />
      </Actions>
    </EditForm>
    <Section id="address" title="Address">
      <form class="stack" method="post" action={pathTo`/settings/calendars/${feed.id}/address`}>
        <FormId />
        <p>Daymark doesn’t store the address, so it can’t show it again. A new one replaces it at once.</p>
        <Actions>
          <Button>New address</Button>
        </Actions>
      </form>
    </Section>
    <Section id="delete" title="Delete">
      <form class="stack" method="post" action={pathTo`/settings/calendars/${feed.id}/delete`}>
        <p>Its address stops working, and its events leave the calendars that read it. This can’t be undone.</p>
        <Actions>
          <Button variant="danger">Delete calendar</Button>
        </Actions>
      </form>
    </Section>
  </>
)
