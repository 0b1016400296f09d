import { html, raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import type { Shell } from '../../../functions/frame/shell/schema'
import { isSettingsPage } from '../../../functions/frame/shell/settings'
import { demoEmail, type User } from '../../../functions/lib/env'
import { jobPath, progressText } from '../../../functions/lib/jobs/schema'
import { allOrgs, type Org } from '../../../functions/lib/org'
import { longDate } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import { isUsed, type UsedPart, useTexts } from '../../../functions/lib/uses'
import style from '../../../public/assets/style.json'
import { CheckInDialog } from '../../reviews/energy/two-taps'
import { TimerBar } from '../../time/timer/bar'
import { SwitchDialog } from '../../time/timer/switch'
import { Button, LinkButton } from '../../ui/button'
import { Dialog, DialogClose, renderOnce } from '../../ui/dialog'
import { classes, Icon } from '../../ui/icon'
import { ReloadedRegion } from '../../ui/live'
import { assets } from '../../ui/reorder'
import { PrintOnly, TextLink } from '../../ui/section'
import { Toast, type ToastProps, Toasts } from '../../ui/toast'
import { Brand, ContextNote, contextName, Navigation } from './navigation'
import { Palette } from './palette'
import { SettingsFrame } from './settings'
import { PlayForm } from './start-button'

/** Attributes that focus a dialog's text first, so that a key typed for a field does not press a button. */
const first = { tabindex: -1, 'data-autofocus': true } as const

const SignedOut = renderOnce(() => (
  <Dialog
    id="signed-out"
    title="You’re signed out"
    actions={
      <>
        <DialogClose>Not now</DialogClose>
        <Button type="button" data-signed-in>
          I’ve signed in
        </Button>
        <LinkButton variant="primary" href="/sign-in" target="_blank" rel="noopener" data-sign-in>
          Sign in<span class="sr-only"> in a new tab</span>
        </LinkButton>
      </>
    }
  >
    <p {...first}>
      <span data-if-typed>What you typed is still here. </span>
      Sign in in the tab that opens, then come back to this one.
    </p>
    <p class="text-small" role="status" data-standing />
  </Dialog>
))

const OtherPerson = ({ user }: { user: User }) => (
  <Dialog
    id="other-person"
    title="Someone else is signed in here"
    actions={
      <>
        <DialogClose>Stay on this page</DialogClose>
        <LinkButton variant="primary" href="/" data-anew>
          Reload
        </LinkButton>
      </>
    }
  >
    <p {...first}>
      This page belongs to <bdi>{user.email ?? user.username}</bdi>.
      <span data-if-typed>
        {' '}
        What you typed is still here, but it can’t be saved until you sign in to that account again.
      </span>
    </p>
  </Dialog>
)

/** Dialogs that client/frame/sign-in-guard.ts opens if the person is signed out or another person has signed in. */
const SignedOutDialogs = ({ user }: { user: User }) => (
  <>
    <SignedOut />
    <OtherPerson user={user} />
  </>
)

type HeadProps = {
  /** Title of the page; the document's is `X · Daymark`. */
  title: string
  theme: string
  /** True to describe the site for search engines, on pages without personal data. */
  isDescribed?: boolean
  /** True to exclude the page from search engines. */
  isUnlisted?: boolean
  /** True to load the script of charts and calendars. */
  charts?: boolean
  /** True to load the style that few pages need. */
  moreStyle?: boolean
  /** True to inline the style, because the browser has not cached its file yet. */
  styleInside?: boolean
}

/**
 * Swaps error responses only for 409 (stale edit) and 422 (invalid form), which contain the form again. Injects no
 * style, which the content security policy would refuse. Morphing keeps `hx-sync`, which orders writes
 * (client/forms/submit-once.ts), and the open sheet of a filter.
 */
const htmxConfig =
  '{"noSwap":[204,304,400,401,402,403,404,405,406,407,408,"41x","43x","45x",429,"5xx"],"includeIndicatorCSS":false,"defaultSettleDelay":0,"defaultTimeout":10000,"prefix":"","history":true,"morphIgnore":["data-htmx-powered","hx-sync"],"morphSkip":"[hx-morph-skip],.filter[open]~.sieve-sheet"}'

const description =
  'Daymark shows your goals, working time, learning and app use on one page, and tells you where your days went.'

const linkedStyle = html`<link rel="stylesheet" href="${assets['app.css']}">`
const ownStyle = html`<style>${raw(style.content)}</style><link rel="prefetch" href="${assets['app.css']}" as="style">`

/** This script loads the chart library when the first chart comes into view. */
const statsScript = html`<script src="${assets['stats.js']}" data-chart="${assets['chart.js']}" defer></script><link rel="modulepreload" href="${assets['chart.js']}" media="(width >= 56.25rem)">`

/** A template string, because `<head>` as an element slows down every page (views/ui/icon.tsx). */
const Head = ({ title, theme, isDescribed, isUnlisted, charts, moreStyle, styleInside }: HeadProps) =>
  html`<head>
<meta charset=utf-8><meta name=viewport content="width=device-width, initial-scale=1, viewport-fit=cover">
${
  isDescribed &&
  html`<meta name="description" content="${description}">
`
}<meta name=color-scheme content="${theme === 'system' ? 'light dark' : theme}">
${isUnlisted && html`<meta name="robots" content="noindex, nofollow">`}<title>${title === 'Daymark' ? title : `${title} · Daymark`}</title>
<meta name=htmx-config content='${raw(htmxConfig)}'>
<link rel=icon href=/favicon.svg><link rel=manifest href=/manifest.webmanifest><meta name=theme-color content=#121617 media="(prefers-color-scheme:dark)">
${styleInside ? ownStyle : linkedStyle}${moreStyle && html`<link rel="stylesheet" href="${assets['more.css']}">`}
<link rel="stylesheet" href="${assets['print.css']}" media="print">
<script src="${assets['app.js']}" defer></script>${charts && statsScript}
</head>`

export type LayoutProps = PropsWithChildren<
  Omit<HeadProps, 'theme' | 'isDescribed'> & {
    /** If undefined, only the brand and the page are shown. */
    user?: User
    path: string
    /** Feature that the page belongs to. */
    use?: UsedPart
    /** The context of the page. */
    org?: Org
    /** If undefined, no timer is shown. */
    shell?: Shell
    /** The version of the person's data on the page, for live updates (client/live/live.ts). */
    live?: number
    /**
     * Public push key, if the person has reminders by push; their browsers then keep their subscription
     * (client/device/push.ts).
     */
    push?: string
    /** True for a page that fills the screen, without navigation and timer. */
    mode?: boolean
    /** True for the page of the sign-in, which shows a sample of the product. */
    isEntrance?: boolean
    /** True if the content reloads after each write elsewhere. */
    follows?: boolean
    /** Toast shown once; `undo` is the path that undoes the change by POST. */
    flash?: ToastProps
  }
>

/** Link from every other page to the page of an unfinished job. */
const JobBanner = ({ job, path }: { job: Shell['job'] | undefined; path: string }) => {
  if (!job || path === jobPath(job)) return null
  return (
    <section class="banner" aria-label="Unfinished change">
      <div class="notice">
        <Icon name="clock" />
        <p>
          <bdi>{job.title}</bdi>: {progressText(job)}. <TextLink href={jobPath(job)}>Show progress</TextLink>
        </p>
      </div>
    </section>
  )
}

/** Shown on the page of a feature that is off: how to turn it on. */
export const FeatureOffNotice = ({ use }: { use: UsedPart }) => (
  <form class="notice" method="post" action="/settings/uses" aria-label="Hidden page">
    <Icon name="settings" />
    <p>“{useTexts[use].label}” is off, so the menu doesn’t show this page.</p>
    <input type="hidden" name="use" value={use} />
    <div class="actions">
      <Button small>Turn on</Button>
    </div>
  </form>
)

/** Offers the browser's time zone if it differs from the preferred one; client/forms/browser-zone.ts fills it in. */
const ZoneBanner = renderOnce(() => (
  <section class="banner" id="zone-banner" aria-label="Time zone" hidden>
    <div class="notice">
      <Icon name="globe" />
      <p data-zone-text />
      <form class="actions" method="post" action="/settings/time-zone">
        <input type="hidden" name="time_zone" />
        <Button small>Switch to this zone</Button>
        <Button small variant="quiet" type="button" data-zone-keep>
          Keep
        </Button>
      </form>
    </div>
  </section>
))

/** Template that client/frame/toasts.ts uses if a request fails. */
const ToastTemplate = renderOnce(() => (
  <template id="toast-template">
    <Toast message="" />
  </template>
))

const ToastRegion = ({ flash, class: more }: Pick<LayoutProps, 'flash'> & { class?: string }) => (
  <>
    <Toasts class={more}>{flash && <Toast {...flash} />}</Toasts>
    <ToastTemplate />
  </>
)

type MainProps = Pick<LayoutProps, 'follows'> & { class?: string | false }

const Main = ({ follows, class: more, children }: PropsWithChildren<MainProps>) => (
  <main class={classes(more)} id="main" tabindex={-1} data-keep={follows || undefined}>
    {follows && <ReloadedRegion id="main" path="" />}
    {children}
  </main>
)

/** Classes of toasts at the top of a page that fills the screen, so that they cover no content. */
const onTop =
  'inset-x-4 top-[calc(var(--control)+var(--strip-height,0px))] bottom-auto mt-5 translate-none justify-items-center'

type SignedIn = Omit<LayoutProps, 'user' | 'org'> & { user: User; org: Org }

/** Heading of a printed page: person, day and organization. */
const PrintedHead = ({ user, org, shell }: Pick<SignedIn, 'user' | 'org' | 'shell'>) => (
  <PrintOnly>
    <bdi>{user.username || user.email}</bdi>, {longDate(dayOf(Date.now(), user.preferences), '')}
    {shell && org !== allOrgs && (
      <>
        , <bdi>{contextName({ org, shell })}</bdi>
      </>
    )}
  </PrintOnly>
)

/** Notices above the page. */
const Banners = ({ user, path, use, org, shell }: Pick<SignedIn, 'user' | 'path' | 'use' | 'org' | 'shell'>) => {
  const isOff = use && !isUsed(user, use)
  return (
    <>
      {shell && <ContextNote org={org} shell={shell} />}
      <JobBanner job={shell?.job} path={path} />
      {isOff && (
        <div class="banner">
          <FeatureOffNotice use={use} />
        </div>
      )}
      {!isOff && user.email !== demoEmail && <ZoneBanner />}
    </>
  )
}

/** Body of a signed-in page: the menu, the timer, the page and the shared dialogs. */
const SignedInBody = ({
  user,
  path,
  use,
  org,
  shell,
  live,
  push,
  flash,
  mode,
  follows,
  children,
}: PropsWithChildren<SignedIn>) => (
  <body
    class={classes('shell', mode && '[--bar:0rem] [--timer:0rem]')}
    data-person={user.id}
    data-live={live}
    data-time-zone={user.preferences.time_zone}
    data-clock={user.preferences.clock}
    data-shortcuts={user.preferences.shortcuts ? undefined : 'off'}
  >
    <a class="skip" href="#main">
      Skip to content
    </a>
    <a class="skip" href="#main" data-skips>
      Skip to the list
    </a>
    {mode ? (
      <ToastRegion flash={flash} class={onTop} />
    ) : (
      <Navigation
        user={user}
        path={path}
        overdueGoals={shell?.overdueGoals}
        newApps={shell?.newApps}
        cardsDue={shell?.cardsDue}
        org={org}
        shell={shell}
      >
        <ToastRegion flash={flash} />
      </Navigation>
    )}
    <p id="offline" class={classes('offline', mode && onTop)} role="status" />
    <div class={classes('deck', mode && 'flex min-h-dvh flex-col p-0 after:content-none')}>
      <PrintedHead user={user} org={org} shell={shell} />
      {shell && !mode && <TimerBar shell={shell} user={user} />}
      {!mode && <Banners user={user} path={path} use={use} org={org} shell={shell} />}
      <Main follows={follows} class={mode && 'grid w-full max-w-none flex-1 p-0'}>
        {isSettingsPage(path) ? <SettingsFrame path={path}>{children}</SettingsFrame> : children}
      </Main>
    </div>
    <Palette />
    {isUsed(user, 'journal') && <CheckInDialog />}
    {shell && !mode && isUsed(user, 'time') && <SwitchDialog />}
    {isUsed(user, 'time') && <PlayForm />}
    <SignedOutDialogs user={user} />
    {push && <script type="module" src={assets['push.js']} data-push={push} />}
  </body>
)

/** Body of a public page. A page with `data-reading` has about 65 characters per line. */
const SignedOutBody = ({
  isEntrance,
  flash,
  children,
}: PropsWithChildren<Pick<LayoutProps, 'isEntrance' | 'flash'>>) => (
  <body class={isEntrance ? 'way-in' : undefined} data-shortcuts="off">
    <header class="masthead">
      <Brand />
    </header>
    <div class="deck">
      <Main>{children}</Main>
    </div>
    <ToastRegion flash={flash} />
  </body>
)

export const Layout = (props: LayoutProps) => {
  const { title, user, org = allOrgs, charts, isEntrance, moreStyle, isUnlisted, styleInside } = props
  const theme = user?.preferences.theme ?? 'system'
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
        <Head
          title={title}
          theme={theme}
          isUnlisted={isUnlisted}
          charts={charts}
          moreStyle={moreStyle}
          styleInside={styleInside}
          isDescribed={!user}
        />
        {user ? (
          <SignedInBody {...props} user={user} org={org} />
        ) : (
          <SignedOutBody isEntrance={isEntrance} flash={props.flash}>
            {props.children}
          </SignedOutBody>
        )}
      </html>
    </>
  )
}
