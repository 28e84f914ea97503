// Nirvana's list of organizations on Go's net/http, written from the provider's published document alone.
//
// Usage: NIRVANA_LABS_API_KEY=KEY server PORT. Each variant of rows.yaml has a base URL of its own, http://127.0.0.1:PORT/v/NAME;
// GET /variants lists the variants that this file knows.
package main

import (
	"compress/gzip"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

var key = os.Getenv("NIRVANA_LABS_API_KEY")

type object = map[string]any

// Data: 123 organizations in the order in which they were created.

func organization(number int) object {
	kind := "company"
	if number%5 == 0 {
		kind = "personal"
	}
	created := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(number) * 31 * time.Hour)
	return object{
		"id":            uuid("org", number),
		"billing_email": fmt.Sprintf("billing%d@example.com", number),
		"created_at":    created.Format(time.RFC3339),
		"updated_at":    created.Add(50 * time.Hour).Format(time.RFC3339),
		"domains": []object{
			{"id": uuid("domain", number), "domain": fmt.Sprintf("d%d.example.com", number), "verified": number%2 == 0},
		},
		"metronome_customer_id": uuid("metronome", number),
		"name":                  fmt.Sprintf("Größe & <Söhne> %d", number),
		"personal":              kind == "personal",
		"services":              object{"cloud": true, "jit_provisioning": false, "scim": number%3 == 0, "siem": false, "sso": number%4 == 0},
		"stripe_customer_id":    fmt.Sprintf("cus_%010d", number*7919),
		"type":                  kind,
		"auth_id":               fmt.Sprintf("org_01H8GQ%04d", number),
	}
}

func uuid(kind string, number int) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(kind, number)))
	return fmt.Sprintf("%x-%x-4%x-a%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])[:36]
}

// store is what one variant holds; some lists move while they are read.
type store struct {
	sync.Mutex
	numbers []int // of its organizations, rising
	pages   int   // served with a cursor
	opaque  map[string]string
}

var (
	storesLock sync.Mutex
	stores     = map[string]*store{}
)

var sizes = map[string]int{"empty-account": 0, "nil-slice": 0, "short-account": 3, "one-organization": 1, "exactly-one-page": 20}

func storeOf(variant string) *store {
	storesLock.Lock()
	defer storesLock.Unlock()
	if stores[variant] == nil {
		size, has := sizes[variant]
		if !has {
			size = 123
		}
		s := &store{opaque: map[string]string{}}
		for number := 1; number <= size; number++ {
			s.numbers = append(s.numbers, number)
		}
		stores[variant] = s
	}
	return stores[variant]
}

// moves are called for each page that is asked for by a cursor.
var moves = map[string]func(*store){
	"created-during-a-walk": func(s *store) {
		if s.pages == 3 {
			s.numbers = append(s.numbers, len(s.numbers)+1)
		}
	},
	"removed-during-a-walk": func(s *store) {
		if s.pages == 3 {
			s.numbers = append(s.numbers[:100:100], s.numbers[101:]...)
		}
	},
	"created-now-and-then": func(s *store) {
		if s.pages%17 == 5 {
			s.numbers = append(s.numbers, s.numbers[len(s.numbers)-1]+1)
		}
	},
}

// Which requests carry the key: the document's example has it as a bearer token.

func authorization(r *http.Request) (scheme, rest string) {
	scheme, rest, _ = strings.Cut(r.Header.Get("Authorization"), " ")
	return scheme, strings.TrimSpace(rest)
}

func bearer(r *http.Request) string {
	if scheme, rest := authorization(r); strings.EqualFold(scheme, "bearer") {
		return rest
	}
	return ""
}

func cookie(r *http.Request, name string) string {
	if c, err := r.Cookie(name); err == nil {
		return c.Value
	}
	return ""
}

var keyRules = map[string]func(*http.Request) bool{
	"no-key":     func(r *http.Request) bool { return true },
	"any-key":    func(r *http.Request) bool { return bearer(r) != "" },
	"any-header": func(r *http.Request) bool { return r.Header.Get("Authorization") != "" },
	"empty-bearer": func(r *http.Request) bool {
		scheme, rest := authorization(r)
		return strings.EqualFold(scheme, "bearer") && (rest == "" || rest == key)
	},
	"key-cut-short": func(r *http.Request) bool {
		return len(bearer(r)) > 3 && strings.HasPrefix(key, bearer(r))
	},
	"key-with-more-behind":   func(r *http.Request) bool { return strings.HasPrefix(bearer(r), key) },
	"key-in-any-letter-case": func(r *http.Request) bool { return strings.EqualFold(bearer(r), key) },
	"first-letters-only":     func(r *http.Request) bool { return len(bearer(r)) >= 8 && bearer(r)[:8] == key[:8] },
	"any-scheme":             func(r *http.Request) bool { _, rest := authorization(r); return rest == key },
	"key-without-scheme":     func(r *http.Request) bool { return bearer(r) == key || r.Header.Get("Authorization") == key },
	"scheme-letter-case":     func(r *http.Request) bool { scheme, rest := authorization(r); return scheme == "Bearer" && rest == key },
	"key-in-query-token":     func(r *http.Request) bool { return bearer(r) == key || r.URL.Query().Get("access_token") == key },
	"key-in-query-api-key":   func(r *http.Request) bool { return bearer(r) == key || r.URL.Query().Get("api_key") == key },
	"key-in-cookie":          func(r *http.Request) bool { return bearer(r) == key || cookie(r, "access_token") == key },
	"key-in-x-api-key":       func(r *http.Request) bool { return bearer(r) == key || r.Header.Get("X-Api-Key") == key },
	"key-in-x-auth-token":    func(r *http.Request) bool { return bearer(r) == key || r.Header.Get("X-Auth-Token") == key },
	"key-as-basic": func(r *http.Request) bool {
		user, password, _ := r.BasicAuth()
		return bearer(r) == key || user == key || password == key
	},
	"credentials-refused":      func(r *http.Request) bool { return false },
	"refusal-with-200":         func(r *http.Request) bool { return bearer(r) == key },
	"refusals-403":             func(r *http.Request) bool { return bearer(r) == key },
	"refusals-without-a-body":  func(r *http.Request) bool { return bearer(r) == key },
	"refusals-as-problem-json": func(r *http.Request) bool { return bearer(r) == key },
	"challenge-missing":        func(r *http.Request) bool { return bearer(r) == key },
}

func refuse(w http.ResponseWriter, variant string) {
	if variant != "challenge-missing" {
		w.Header().Set("WWW-Authenticate", `Bearer realm="nirvana"`)
	}
	switch variant {
	case "refusal-with-200":
		reply(w, 200, object{"message": "unauthorized"})
	case "refusals-403":
		w.Header().Del("WWW-Authenticate")
		http.Error(w, "Forbidden", 403)
	case "refusals-without-a-body":
		w.WriteHeader(401)
	case "refusals-as-problem-json":
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(401)
		json.NewEncoder(w).Encode(object{"type": "about:blank", "title": "Unauthorized", "status": 401})
	default:
		reply(w, 401, object{"message": "invalid API key"})
	}
}

// Changes to single organizations: to all of them, or to number 77, which only a walk meets.

var everyRow = map[string]func(object){
	"null-where-allowed": func(o object) {
		o["billing_email"], o["metronome_customer_id"], o["stripe_customer_id"] = nil, nil, nil
	},
	"today": func(o object) {
		delete(o, "metronome_customer_id")
		o["billing_state"], o["billing_state_since"], o["charging_model"] = "active", "2026-07-04T10:00:00Z", "prepaid"
	},
	"updated-at-moves": func(o object) { o["updated_at"] = time.Now().UTC().Format(time.RFC3339Nano) },
	"more-fields":      func(o object) { o["region"], o["limits"], o["tags"] = "eu-1", object{"vms": 4}, []string{"a"} },
	"fine-times": func(o object) {
		o["created_at"], o["updated_at"] = "2025-03-04T05:06:07.123456789-03:30", "2025-03-04T05:06:07.5+14:00"
	},
	"other-ids":  func(o object) { o["id"] = "01" + strings.ToUpper(strings.ReplaceAll(o["id"].(string), "-", ""))[:24] },
	"no-auth-id": func(o object) { delete(o, "auth_id") },
	"no-domains": func(o object) { o["domains"] = []object{} },
}

var row77 = map[string]func(object){
	"billing-email-missing": func(o object) { delete(o, "billing_email") },
	"services-missing":      func(o object) { delete(o, "services") },
	"sso-missing":           func(o object) { delete(o["services"].(object), "sso") },
	"domain-id-missing":     func(o object) { delete(o["domains"].([]object)[0], "id") },
	"stripe-id-missing":     func(o object) { delete(o, "stripe_customer_id") },
	"id-as-number":          func(o object) { o["id"] = 77 },
	"name-null":             func(o object) { o["name"] = nil },
	"personal-as-text":      func(o object) { o["personal"] = "false" },
	"domains-null":          func(o object) { o["domains"] = nil },
	"verified-as-number":    func(o object) { o["domains"].([]object)[0]["verified"] = 1 },
	"auth-id-null":          func(o object) { o["auth_id"] = nil },
	"time-as-number":        func(o object) { o["created_at"] = 1735689600 },
	"type-unknown":          func(o object) { o["type"] = "enterprise" },
	"key-in-a-field":        func(o object) { o["stripe_customer_id"] = "cus_" + key },
}

// Pages. A cursor says from which organization the list goes on, and in which direction; it is signed.

type cursor struct {
	backwards bool
	from      int
}

func (c cursor) text() string {
	raw := make([]byte, 5, 16)
	binary.BigEndian.PutUint32(raw, uint32(c.from))
	if c.backwards {
		raw[4] = 1
	}
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write(raw)
	return base64.RawURLEncoding.EncodeToString(append(raw, mac.Sum(nil)[:11]...))
}

// RawURLEncoding does not look at the unused bits of the last letter.
func readCursor(text string) (cursor, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 16 {
		return cursor{}, false
	}
	c := cursor{raw[4] == 1, int(binary.BigEndian.Uint32(raw))}
	want, _ := base64.RawURLEncoding.DecodeString(c.text())
	return c, hmac.Equal(raw, want)
}

type page struct {
	items          []object
	next, previous any
	total          any
}

func (s *store) page(at cursor, limit int) (items []object, next, previous any) {
	start := sort.SearchInts(s.numbers, at.from+1)
	end := start + limit
	if at.backwards {
		end = sort.SearchInts(s.numbers, at.from)
		start = end - limit
	}
	if start < 0 {
		start = 0
	}
	if end > len(s.numbers) {
		end = len(s.numbers)
	}
	items = []object{}
	for _, number := range s.numbers[start:end] {
		items = append(items, organization(number))
	}
	if end < len(s.numbers) && end > start {
		next = cursor{false, s.numbers[end-1]}.text()
	}
	if start > 0 && end > start {
		previous = cursor{true, s.numbers[start]}.text()
	}
	return items, next, previous
}

// pageRules change a finished page; at is where it began.
var pageRules = map[string]func(p *page, at cursor, limit int){
	"empty-cursor-at-the-end": func(p *page, at cursor, limit int) {
		if p.next == nil {
			p.next = ""
		}
	},
	"overlap": func(p *page, at cursor, limit int) {
		if p.next != nil && !at.backwards {
			p.next = cursor{false, at.from + limit - 1}.text()
		}
	},
	"lost-row": func(p *page, at cursor, limit int) {
		if p.next != nil && !at.backwards {
			p.next = cursor{false, at.from + limit + 1}.text()
		}
	},
	"endless": func(p *page, at cursor, limit int) {
		if p.next == nil {
			p.next = cursor{false, 0}.text()
		}
	},
	"stuck": func(p *page, at cursor, limit int) {
		if at.from > 40 && !at.backwards {
			p.next = at.text()
		}
	},
	"stops-early": func(p *page, at cursor, limit int) {
		if at.from+limit >= 60 {
			p.next = nil
		}
	},
	"total-is-the-page":     func(p *page, at cursor, limit int) { p.total = len(p.items) },
	"total-as-text":         func(p *page, at cursor, limit int) { p.total = "123" },
	"total-null":            func(p *page, at cursor, limit int) { p.total = nil },
	"cursor-as-number":      func(p *page, at cursor, limit int) { p.previous = at.from },
	"previous-leads-astray": func(p *page, at cursor, limit int) { p.previous = astray(p.previous, at) },
	"nil-slice":             func(p *page, at cursor, limit int) { p.items = nil },
}

func astray(previous any, at cursor) any {
	if previous == nil || at.backwards || at.from < 30 {
		return previous
	}
	return cursor{true, at.from - 5}.text()
}

func limitOf(variant, text string) (limit int, ok bool) {
	if text == "" {
		return 20, true
	}
	limit, err := strconv.Atoi(text)
	switch {
	case variant == "limit-clamped":
		return clamp(limit, 10, 100), true
	case variant == "limit-up-to-1000":
		return limit, err == nil && limit >= 1 && limit <= 1000
	case variant == "limit-1-to-100":
		return limit, err == nil && limit >= 1 && limit <= 100
	}
	return limit, err == nil && limit >= 10 && limit <= 100
}

func clamp(value, low, high int) int {
	if value < low {
		return low
	}
	if value > high {
		return high
	}
	return value
}

func list(w http.ResponseWriter, r *http.Request, variant string) {
	s := storeOf(variant)
	s.Lock()
	defer s.Unlock()
	limit, ok := limitOf(variant, r.URL.Query().Get("limit"))
	if !ok {
		status := 400
		if variant == "bad-limit-422" {
			status = 422
		}
		reply(w, status, object{"message": "limit must be a number from 10 to 100"})
		return
	}
	at, ok := s.where(variant, r.URL.Query().Get("cursor"))
	if !ok {
		reply(w, 400, object{"message": "unknown cursor"})
		return
	}
	switch variant {
	case "limit-ignored":
		limit = 20
	case "limit-plus-one":
		limit++
	case "limit-doubled-at-10":
		if limit == 10 {
			limit = 20
		}
	case "cursor-ignored":
		at = cursor{}
	}
	p := page{total: len(s.numbers)}
	p.items, p.next, p.previous = s.page(at, limit)
	for index, item := range p.items {
		if change := everyRow[variant]; change != nil {
			change(item)
		}
		if change := row77[variant]; change != nil && item["id"] == uuid("org", 77) {
			change(p.items[index])
		}
	}
	if change := pageRules[variant]; change != nil {
		change(&p, at, limit)
	}
	s.hide(variant, &p)
	pagination := object{"next_cursor": p.next, "previous_cursor": p.previous, "total_count": p.total}
	if variant == "next-missing-at-the-end" && p.next == nil {
		delete(pagination, "next_cursor")
	}
	write(w, r, variant, object{"items": p.items, "pagination": pagination})
}

// where reads a cursor, and moves the list where the variant does.
func (s *store) where(variant, text string) (at cursor, ok bool) {
	if text == "" {
		return cursor{}, true
	}
	s.pages++
	if move := moves[variant]; move != nil {
		move(s)
	}
	switch variant {
	case "opaque-cursors":
		text = s.opaque[text]
	case "bare-cursors":
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			return cursor{}, false
		}
		var direction string
		_, err = fmt.Sscanf(string(raw), "%5s/%d", &direction, &at.from)
		at.backwards = direction == "befor"
		return at, err == nil && at.from >= 0
	}
	return readCursor(text)
}

// hide gives cursors another form.
func (s *store) hide(variant string, p *page) {
	for _, place := range []*any{&p.next, &p.previous} {
		text, isText := (*place).(string)
		if !isText || text == "" {
			continue
		}
		switch variant {
		case "opaque-cursors":
			raw := make([]byte, 12)
			rand.Read(raw)
			name := base64.RawURLEncoding.EncodeToString(raw)
			s.opaque[name] = text
			*place = name
		case "bare-cursors":
			at, _ := readCursor(text)
			direction := "after"
			if at.backwards {
				direction = "befor"
			}
			*place = base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf("%s/%d", direction, at.from)))
		}
	}
}

// Writing.

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

var writers = map[string]func(http.ResponseWriter, *http.Request, []byte){
	// Without a Content-Type, net/http guesses text/plain.
	"content-type-guessed": func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Header().Del("Content-Type")
		w.Write(body)
	},
	"two-documents": func(w http.ResponseWriter, r *http.Request, body []byte) { w.Write(body); w.Write(body) },
	"cut-off":       func(w http.ResponseWriter, r *http.Request, body []byte) { w.Write(body[:len(body)*2/3]) },
	"fields-renamed": func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Write([]byte(strings.ReplaceAll(string(body), `"next_cursor"`, `"nextCursor"`)))
	},
	"wrapped-in-data": func(w http.ResponseWriter, r *http.Request, body []byte) { fmt.Fprintf(w, `{"data":%s}`, body) },
	"chunked": func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Write(body[:50])
		w.(http.Flusher).Flush()
		w.Write(body[50:])
	},
	"gzip-when-asked": func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Header().Set("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Write(body)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		zipped := gzip.NewWriter(w)
		defer zipped.Close()
		zipped.Write(body)
	},
	"connection-close": func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Header().Set("Connection", "close")
		w.Write(body)
	},
	"header-case": func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Header()["Content-Type"] = nil // or net/http adds one
		w.Header()["content-type"] = []string{"application/json;charset=UTF-8"}
		w.Header()["x-request-id"] = []string{"7"}
		w.Write(body)
	},
}

func write(w http.ResponseWriter, r *http.Request, variant string, body object) {
	w.Header().Set("Content-Type", "application/json")
	text, _ := json.Marshal(body)
	if special := writers[variant]; special != nil {
		special(w, r, text)
		return
	}
	w.Write(text)
}

// Whole answers that are not the provider's.
var pages = map[string]struct {
	status int
	body   string
}{
	"down":       {503, "upstream connect error or disconnect/reset before headers"},
	"login-page": {200, "<!doctype html><title>Sign in</title><form action=/sso><input name=user></form>"},
	"not-here":   {404, "404 page not found\n"},
}

// Everything else that is a variant, by name.
var others = []string{"plain", "base-path-doubled", "limit-clamped", "limit-up-to-1000", "limit-1-to-100", "bad-limit-422", "opaque-cursors", "bare-cursors", "slash-served",
	"json-404", "cors", "limit-ignored", "limit-plus-one", "limit-doubled-at-10", "cursor-ignored", "next-missing-at-the-end", "allow-missing"}

func api(variant string) http.Handler {
	mux := http.NewServeMux()
	handle := func(w http.ResponseWriter, r *http.Request) {
		if variant == "cors" && r.Method == http.MethodOptions {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.WriteHeader(204)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			if variant != "allow-missing" {
				w.Header().Set("Allow", "GET, HEAD")
			}
			http.Error(w, "method not allowed", 405)
			return
		}
		allows := keyRules[variant]
		if allows == nil {
			allows = func(r *http.Request) bool { return bearer(r) == key }
		}
		if !allows(r) {
			refuse(w, variant)
			return
		}
		list(w, r, variant)
	}
	mux.HandleFunc("/v1/organizations", handle)
	if variant == "slash-served" {
		mux.HandleFunc("/v1/organizations/", handle)
	}
	if variant == "json-404" {
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { reply(w, 404, object{"message": "not found"}) })
	}
	return mux
}

func names() []string {
	known := append([]string{}, others...)
	known = append(known, keys(sizes)...)
	known = append(known, keys(moves)...)
	known = append(known, keys(keyRules)...)
	known = append(known, keys(everyRow)...)
	known = append(known, keys(row77)...)
	known = append(known, keys(pageRules)...)
	known = append(known, keys(writers)...)
	known = append(known, keys(pages)...)
	sort.Strings(known)
	unique := known[:1]
	for _, name := range known[1:] {
		if name != unique[len(unique)-1] {
			unique = append(unique, name)
		}
	}
	return unique
}

func keys[V any](from map[string]V) (names []string) {
	for name := range from {
		names = append(names, name)
	}
	return names
}

func main() {
	http.HandleFunc("/variants", func(w http.ResponseWriter, r *http.Request) { reply(w, 200, names()) })
	http.HandleFunc("/v/", func(w http.ResponseWriter, r *http.Request) {
		variant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v/"), "/")
		if page, is := pages[variant]; is {
			w.WriteHeader(page.status)
			fmt.Fprint(w, page.body)
			return
		}
		http.StripPrefix("/v/"+variant, api(variant)).ServeHTTP(w, r)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready")
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintln(os.Stderr, server.Serve(listener))
}
