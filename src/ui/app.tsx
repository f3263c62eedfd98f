import { type ReactNode, useEffect, useRef } from "react";
import styles from "./app.module.css";
import { useApp } from "./app-context";
import { Banners } from "./components/banners";
import { CrashBoundary } from "./components/crash-boundary";
import { PageLink } from "./components/page-link";
import { APP_COPY, PAGE_LABELS } from "./copy/pages";
import { HistoryPage } from "./pages/history/history-page";
import { InsightsPage } from "./pages/insights/insights-page";
import { ModelsPage } from "./pages/models/models-page";
import { NotFoundPage } from "./pages/not-found/not-found-page";
import { SettingsPage } from "./pages/settings/settings-page";
import { WorkPage } from "./pages/work/work-page";
import { PAGE_PATHS, type PageName, usePage } from "./router";

const PAGES: Readonly<Record<PageName, () => ReactNode>> = {
  work: WorkPage,
  models: ModelsPage,
  history: HistoryPage,
  insights: InsightsPage,
  settings: SettingsPage,
};

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
          <Page />
        </CrashBoundary>
      </main>
    </>
  );
}
