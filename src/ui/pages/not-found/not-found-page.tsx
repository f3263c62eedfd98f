import page from "../../components/page.module.css";
import { PageLink } from "../../components/page-link";
import { APP_COPY } from "../../copy/pages";

/** Shown for an address that belongs to no page. */
export function NotFoundPage() {
  return (
    <div className={page.page}>
      <div className={page.empty}>
        <h1>{APP_COPY.notFoundTitle}</h1>
        <p>{APP_COPY.notFoundBody}</p>
        <PageLink page="work">{APP_COPY.notFoundAction}</PageLink>
      </div>
    </div>
  );
}
