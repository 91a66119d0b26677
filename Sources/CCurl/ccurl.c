#include "CCurl.h"
#include <dlfcn.h>
#include <pthread.h>

// The parentheses keep curl's type-checking macros of the same name away.
static __typeof__(&(curl_global_init)) p_global_init;
static __typeof__(&(curl_global_cleanup)) p_global_cleanup;
static __typeof__(&(curl_version)) p_version;
static __typeof__(&(curl_easy_init)) p_easy_init;
static __typeof__(&(curl_easy_cleanup)) p_easy_cleanup;
static __typeof__(&(curl_easy_strerror)) p_easy_strerror;
static __typeof__(&(curl_easy_setopt)) p_easy_setopt;
static __typeof__(&(curl_easy_getinfo)) p_easy_getinfo;
static __typeof__(&(curl_multi_init)) p_multi_init;
static __typeof__(&(curl_multi_cleanup)) p_multi_cleanup;
static __typeof__(&(curl_multi_add_handle)) p_multi_add_handle;
static __typeof__(&(curl_multi_remove_handle)) p_multi_remove_handle;
static __typeof__(&(curl_multi_perform)) p_multi_perform;
static __typeof__(&(curl_multi_info_read)) p_multi_info_read;
static __typeof__(&(curl_multi_poll)) p_multi_poll;
static __typeof__(&(curl_slist_append)) p_slist_append;
static __typeof__(&(curl_slist_free_all)) p_slist_free_all;

// How many have loaded the library and not yet unloaded it.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int users = 0;
static void *library = NULL;

static bool find(void) {
#define FIND(name) \
  if (!(p_##name = (__typeof__(p_##name))dlsym(library, "curl_" #name))) return false
  FIND(global_init);
  FIND(global_cleanup);
  FIND(version);
  FIND(easy_init);
  FIND(easy_cleanup);
  FIND(easy_strerror);
  FIND(easy_setopt);
  FIND(easy_getinfo);
  FIND(multi_init);
  FIND(multi_cleanup);
  FIND(multi_add_handle);
  FIND(multi_remove_handle);
  FIND(multi_perform);
  FIND(multi_info_read);
  FIND(multi_poll);
  FIND(slist_append);
  FIND(slist_free_all);
#undef FIND
  return true;
}

static void close_library(void) {
  dlclose(library);
  library = NULL;
}

bool ccurl_load(void) {
  pthread_mutex_lock(&lock);
  if (users == 0) {
    // The name carries the version of the interface that we were compiled against.
    library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    // Nothing of its own for TLS: the encryption is ours.
    if (library && (!find() || p_global_init(CURL_GLOBAL_NOTHING) != CURLE_OK)) close_library();
  }
  bool is_loaded = library != NULL;
  if (is_loaded) users++;
  pthread_mutex_unlock(&lock);
  return is_loaded;
}

void ccurl_unload(void) {
  pthread_mutex_lock(&lock);
  if (--users == 0) {
    p_global_cleanup();
    close_library();
  }
  pthread_mutex_unlock(&lock);
}

CURL *ccurl_easy_init(void) { return p_easy_init(); }
const char *ccurl_version(void) { return p_version(); }
void ccurl_easy_cleanup(CURL *handle) { p_easy_cleanup(handle); }
const char *ccurl_easy_strerror(CURLcode code) { return p_easy_strerror(code); }
CURLM *ccurl_multi_init(void) { return p_multi_init(); }
CURLMcode ccurl_multi_cleanup(CURLM *multi) { return p_multi_cleanup(multi); }
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *handle) { return p_multi_add_handle(multi, handle); }
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *handle) { return p_multi_remove_handle(multi, handle); }
CURLMcode ccurl_multi_perform(CURLM *multi, int *running) { return p_multi_perform(multi, running); }
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *queued) { return p_multi_info_read(multi, queued); }
CURLMcode ccurl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int milliseconds, int *ready) {
  return p_multi_poll(multi, extra, count, milliseconds, ready);
}
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) { return p_slist_append(list, text); }
void ccurl_slist_free_all(struct curl_slist *list) { p_slist_free_all(list); }

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) { return p_easy_setopt(handle, option, value); }
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
  return p_easy_setopt(handle, option, value);
}
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return p_easy_setopt(handle, option, value);
}
CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, ccurl_receiver receiver, CURLoption target_option,
                            void *target) {
  CURLcode code = p_easy_setopt(handle, option, receiver);
  return code == CURLE_OK ? p_easy_setopt(handle, target_option, target) : code;
}
CURLcode ccurl_set_error_buffer(CURL *handle, char *buffer) {
  return p_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}
CURLcode ccurl_set_authorities(CURL *handle, const char *pem, size_t length) {
  struct curl_blob blob = {(void *)pem, length, CURL_BLOB_COPY};
  return p_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
}
CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) { return p_easy_getinfo(handle, info, value); }
CURLcode ccurl_get_socket(CURL *handle, curl_socket_t *value) {
  return p_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}
