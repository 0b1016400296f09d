import type { PropsWithChildren } from 'hono/jsx'

type LiveProps = {
  id: string
  /** Name of the region, where writes renew it (`regionOnScreen`). */
  region?: string
  /** Where to ask (views/ui/links.ts `livePath`). It names the version shown; while that is current the answer is nothing. */
  path: string
  /** A selector of fields whose values go along. */
  include?: string
  /** Seconds. Polls of 30 are left out while a socket tells of changes; a part that changes without a word asks in others. */
  every?: number
}

/**
 * A part of a page that reloads its figures every `every` seconds, and at once after this page wrote a session, a goal, a
 * task or another row. Unchanged elements are not touched (client/live/morphing.ts lists the exceptions), nor are those with
 * `hx-morph-skip`.
 */
export const Live = ({ id, region, path, include, every = 30, children }: PropsWithChildren<LiveProps>) => (
  <div id={id} data-region={region}>
    {/* Outside of the swapped content: htmx initialises an element and its content anew when its URL changes. */}
    <div
      hidden
      hx-get={path}
      hx-trigger={`every ${every}s, sessions-changed from:body, goal-changed from:body, tasks-changed from:body, rows-changed from:body, timer-changed from:body`}
      hx-target={`#${id}`}
      hx-swap="outerMorph"
      hx-include={include}
    />
    {children}
  </div>
)

type FollowedProps = Pick<LiveProps, 'id' | 'path'> & { also?: string; every?: number; on?: string[] }

/**
 * Reloads a part of a page as soon as another device writes (client/live/live.ts), on events of the page, and each `every`
 * seconds (without it once a day). An empty `path` is the address of the page; `also` has selectors of further parts to
 * replace.
 */
export const Followed = ({ id, path, also, every = 86_400, on = [] }: FollowedProps) => (
  <div
    hidden
    hx-get={path}
    hx-trigger={[`every ${every}s`, ...on.map((event) => `${event} from:body`)].join()}
    hx-target={`#${id}`}
    hx-select={`#${id}`}
    hx-select-oob={also}
    hx-swap="outerMorph"
  />
)
