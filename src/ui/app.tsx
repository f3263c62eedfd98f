import { type ComponentType, lazy, Suspense, useEffect, useRef } from "react";
import styles from "./app.module.css";
import { useApp } from "./app-context";
import { Banners } from "./components/banners";
import { CrashBoundary } from "./components/crash-boundary";
import { DownloadTray } from "./components/download-tray";
import { PageLink } from "./components/page-link";
import { APP_COPY, PAGE_LABELS } from "./copy/pages";
import { NotFoundPage } from "./pages/not-found/not-found-page";
import { loadResults, WorkPage } from "./pages/work/work-page";
import { PAGE_PATHS, type PageName, usePage } from "./router";

const loadChatPage = () => import("./pages/chat/chat-page");
const loadTeachPage = () => import("./pages/teach/teach-page");
const loadModelsPage = () => import("./pages/models/models-page");
const loadHistoryPage = () => import("./pages/history/history-page");
const loadInsightsPage = () => import("./pages/insights/insights-page");
const loadSettingsPage = () => import("./pages/settings/settings-page");

/** Work is there at once; the others come when they are asked for, or a moment later by themselves. */
const PAGES: Readonly<Record<PageName, ComponentType>> = {
  work: WorkPage,
  chat: lazy(async () => ({ default: (await loadChatPage()).ChatPage })),
  teach: lazy(async () => ({ default: (await loadTeachPage()).TeachPage })),
  models: lazy(async () => ({ default: (await loadModelsPage()).ModelsPage })),
  history: lazy(async () => ({ default: (await loadHistoryPage()).HistoryPage })),
  insights: lazy(async () => ({ default: (await loadInsightsPage()).InsightsPage })),
  settings: lazy(async () => ({ default: (await loadSettingsPage()).SettingsPage })),
};
const PREFETCH_AFTER_MS = 1500;

const NAMES = Object.keys(PAGE_PATHS) as PageName[];

/** The frame around every page: skip link, navigation, banners. */
export function App() {
  const page = usePage();
  const online = useApp((state) => state.online);
  const appearance = useApp((state) => state.settings.appearance);
  const main = useRef<HTMLElement>(null);
  const firstPage = useRef(page);

  useEffect(() => {
    document.title =
      page === null || page === "work" ? APP_COPY.name : `${PAGE_LABELS[page]} · ${APP_COPY.name}`;
    if (firstPage.current === page) return;
    firstPage.current = page;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [page]);

  useEffect(() => {
    document.documentElement.dataset.appearance = appearance;
  }, [appearance]);

  useEffect(() => {
    const timer = setTimeout(() => {
      const parts = [
        loadResults,
        loadChatPage,
        loadTeachPage,
        loadModelsPage,
        loadHistoryPage,
        loadInsightsPage,
        loadSettingsPage,
      ];
      // What cannot be fetched now is fetched when it is opened, and says so there.
      for (const load of parts) load().catch(() => {});
    }, PREFETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  const Page = page === null ? NotFoundPage : PAGES[page];
  return (
    <>
      <a className={styles.skip} href="#content">
        {APP_COPY.skip}
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <PageLink page="work" className={styles.brand} aria-label={`${APP_COPY.name}, start page`}>
            <svg aria-hidden="true" width="22" height="22" viewBox="0 0 22 22">
              <circle className={styles.far} cx="13.5" cy="9" r="6" />
              <circle className={styles.near} cx="8.5" cy="13" r="6.5" />
            </svg>
            {APP_COPY.name}
          </PageLink>
          <nav className={styles.nav} aria-label={APP_COPY.navigation}>
            {NAMES.map((name) => (
              <PageLink
                key={name}
                page={name}
                className={styles.link}
                aria-current={name === page ? "page" : undefined}
              >
                {PAGE_LABELS[name]}
              </PageLink>
            ))}
          </nav>
          <DownloadTray />
          <span role="status">
            {!online && (
              <span className={styles.offline} title={APP_COPY.offlineHelp}>
                {APP_COPY.offline}
              </span>
            )}
          </span>
        </div>
      </header>
      <Banners />
      <main id="content" className={styles.main} ref={main} tabIndex={-1}>
        <CrashBoundary key={page}>
          <Suspense fallback={null}>
            <Page />
          </Suspense>
        </CrashBoundary>
      </main>
    </>
  );
}
