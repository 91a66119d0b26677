// libcurl, loaded while a connection is made, and not longer: it brings 28 libraries along, which cost 6 MiB and 4 ms
// (docs/decisions.md). The names are libcurl's own with a "c" before them.
// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function for each kind of argument
// that we pass.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <curl/curl.h>

/// Loads and initialises libcurl; false if it is not installed or does not start. Call it before all others. Each call
/// that succeeded needs one of ccurl_unload, after every handle was cleaned up. Any thread may call both.
bool ccurl_load(void);
/// Gives the library and its memory back, if no other thread uses it.
void ccurl_unload(void);

/// The version of the library and of what it is made of.
const char *ccurl_version(void);
CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *handle);
const char *ccurl_easy_strerror(CURLcode code);
CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *handle);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *handle);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *queued);
CURLMcode ccurl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int milliseconds, int *ready);
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
/// What libcurl calls with bytes that arrived; it stops unless it gets their count back.
typedef size_t (*ccurl_receiver)(char *bytes, size_t size, size_t count, void *target);
/// Sets one of the options that are functions, with its companion that says what is handed to it.
CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, ccurl_receiver receiver, CURLoption target_option,
                            void *target);
/// Where libcurl writes its words about a failure: CURL_ERROR_SIZE bytes that outlive the handle.
CURLcode ccurl_set_error_buffer(CURL *handle, char *buffer);
/// Certificates of authorities, PEM; libcurl keeps a copy.
CURLcode ccurl_set_authorities(CURL *handle, const char *pem, size_t length);
CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode ccurl_get_socket(CURL *handle, curl_socket_t *value);
