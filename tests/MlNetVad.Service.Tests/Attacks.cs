using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SkiaSharp;

namespace MlNetVad.Service.Tests;

/// <summary>The penetration list.</summary>
internal static class Attacks
{
    private const string Cameras = "/api/cameras", Frames = "/api/cameras/{push}/frames", Model = "/api/models/evil", Replay = "/api/cameras/{camera}/replay", Video = Replay + "/video", Training = "/api/cameras/{camera}/training", Texts = "/api/cameras/{camera}/texts", Watch = "/api/cameras/{camera}/watch", Archives = "/api/archives";

    public static readonly Attack[] All =
    [
        .. Strangers(), .. WrongRoles(), .. Paths(), .. Sources(), .. Values(), .. Pictures(), .. Videos(), .. Models(), .. People(), .. Forgeries(), .. Queries(),
    ];

    private static IEnumerable<Attack> Strangers()
    {
        const string kind = "no key";
        foreach (string path in (string[])
            [
                Cameras, "/api/events", "/api/models", "/api/users", "/api/keys", "/api/audit", "/api/webhooks", "/api/webhooks/dead", "/api/csrf", "/api/me",
                "/api/openapi/v1.json", "/api/reference", "/api/cameras/{camera}/live.mjpeg", "/api/cameras/{camera}/snapshot.jpg", "/api/events/{event}/peak.jpg", "/api/events/{event}/normal.jpg",
                Replay, "/api/cameras/{camera}/replay/before/0.jpg", Training, Texts, Archives,
            ])
        {
            yield return new(kind, "nobody", "GET", path, 401);
        }

        yield return new(kind, "nobody", "POST", Cameras, 401, "a camera", Json(new { Name = "x", Source = "push", Model = "demo" }));
        yield return new(kind, "nobody", "DELETE", "/api/cameras/{camera}", 401);
        yield return new(kind, "nobody", "POST", Frames, 401, "a frame", Jpeg(() => WatchTests.Jpeg()));
        yield return new(kind, "nobody", "POST", Archives + "/failed/7/retry", 401);
        yield return new(kind, "nobody", "POST", "/_blazor/negotiate", 401);
        foreach (string page in (string[])["/", "/events", "/archives", "/users", "/account"])
        {
            yield return new(kind, "nobody", "GET", page, 302, "(to the login page)");
        }

        yield return new("made-up key", "nobody", "GET", Cameras, 401, Header: "X-Api-Key: vad_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        yield return new("made-up key", "nobody", "GET", Cameras, 401, Header: "X-Api-Key: ' OR '1'='1");
        yield return new("made-up key", "nobody", "GET", Cameras, 401, Header: "X-Api-Key: ");
        yield return new("made-up cookie", "nobody", "GET", Cameras, 401, Header: "Cookie: mlnetvad=CfDJ8forged");
    }

    private static IEnumerable<Attack> WrongRoles()
    {
        const string kind = "wrong role";
        foreach (string who in (string[])["viewer", "operator"])
        {
            yield return new(kind, who, "POST", Cameras, 403, "a camera", Json(new { Name = "x", Source = "push", Model = "demo" }));
            yield return new(kind, who, "PUT", "/api/cameras/{camera}", 403, "another source", Json(new { Source = "rtsp://10.0.0.1/" }));
            yield return new(kind, who, "DELETE", "/api/cameras/{camera}", 403);
            yield return new(kind, who, "POST", Model, 403, "a zip", Bytes(() => [1]));
            yield return new(kind, who, "DELETE", "/api/models/demo", 403);
            yield return new(kind, who, "GET", "/api/users", 403);
            yield return new(kind, who, "POST", "/api/keys", 403, "an administrator's key", Json(new { Name = "x", Role = "administrator" }));
            yield return new(kind, who, "PUT", "/api/users/admin", 403, "another password", Json(new { Password = "a new password" }));
            yield return new(kind, who, "GET", "/api/audit", 403);
            yield return new(kind, who, "POST", "/api/webhooks", 403, "an address", Json(new { Url = "http://10.0.0.1/" }));
            yield return new(kind, who, "GET", "/users", 403);
            yield return new(kind, who, "GET", Training, 403);
            yield return new(kind, who, "POST", Training + "/record", 403, "an hour", Json(new { Hours = 1 }));
            foreach (string step in (string[])["/train", "/use", "/back", "/stop"])
            {
                yield return new(kind, who, "POST", Training + step, 403);
            }

            yield return new(kind, who, "DELETE", Training, 403);
            yield return new(kind, who, "GET", "/cameras/{camera}/training", 403);
        }

        yield return new(kind, "viewer", "PUT", "/api/cameras/{camera}/watch", 403, "a threshold", Json(new { Threshold = 9 }));
        yield return new(kind, "viewer", "PUT", Watch, 403, "hours", Json(new { Schedule = new { TimeZone = "UTC", Hours = Array.Empty<object>() } }));
        yield return new(kind, "viewer", "POST", Texts, 403, "a text", Json(new { Text = "a person runs", As = "Normal" }));
        yield return new(kind, "viewer", "DELETE", Texts + "/1", 403);
        yield return new(kind, "viewer", "GET", "/cameras/{camera}/texts", 403);
        yield return new(kind, "viewer", "POST", Frames, 403, "a frame", Jpeg(() => WatchTests.Jpeg()));
        yield return new(kind, "viewer", "PUT", "/api/events/{event}/review", 403, "this is normal", Json(new { State = "Normal" }));
        yield return new(kind, "viewer", "DELETE", "/api/events/{event}", 403);
        yield return new(kind, "viewer", "POST", Replay, 403, "its own source", Json(new { }));
        yield return new(kind, "viewer", "DELETE", Replay, 403);
        yield return new(kind, "viewer", "GET", "/cameras/{camera}/replay", 403);
        yield return new(kind, "viewer", "POST", Archives + "/failed/7/retry", 403);
        yield return new("control", "viewer", "GET", "/api/events/{event}", 200);
        yield return new("control", "viewer", "GET", Archives, 200);
    }

    private static IEnumerable<Attack> Paths()
    {
        const string kind = "path traversal";
        yield return new(kind, "administrator", "GET", "/api/models/..%2f..%2f..%2fetc%2fpasswd", 400);
        yield return new(kind, "administrator", "GET", "/api/models/..%5c..%5cmlnetvad", 400);
        yield return new(kind, "administrator", "GET", "/api/models/%2e%2e%2fmlnetvad.db%00", 400);
        yield return new(kind, "administrator", "POST", "/api/models/..%2fevil", 400, "a zip", Bytes(() => [1]));
        yield return new(kind, "administrator", "DELETE", "/api/models/..%2fmlnetvad", 400);
        yield return new(kind, "administrator", "GET", "/assets/..%2f..%2fkeys", 404);
        yield return new(kind, "administrator", "GET", "/api/events/..%2f..%2fkeys/clip.mp4", 404);
        yield return new(kind, "administrator", "GET", "/api/events/{event}/..%2f..%2fmlnetvad.db", 404);
        yield return new(kind, "administrator", "GET", "/mlnetvad.db", 404);
    }

    private static IEnumerable<Attack> Sources()
    {
        foreach (string source in (string[])
            [
                "-i /etc/passwd", "-f lavfi -i testsrc", "file:///etc/passwd", "file:/etc/passwd", "/etc/passwd", "../../../etc/passwd", "concat:/etc/passwd\\|/etc/shadow",
                "pipe:0", "subfile,,start,0,end,9,,:/etc/passwd", "tcp://127.0.0.1:22", "udp://@:5000", "gopher://10.0.0.1/", "rtsp://10.0.0.1/a -f null -",
                "rtsp://10.0.0.1/\n-y\n/tmp/x", "rtsp:///", "data:image/png;base64,AAAA", "crypto:rtsp://10.0.0.1/", "synthetic:scene?width=99999",
            ])
        {
            yield return new("ffmpeg options and files in a source", "administrator", "POST", Cameras, 400, $"source `{source.Replace("\n", "⏎", StringComparison.Ordinal)}`",
                Json(new { Name = "x", Source = source.Replace("\\|", "|", StringComparison.Ordinal), Model = "demo" }));
        }

        foreach (string recording in (string[])["/etc/passwd", "../../../etc/passwd", "file:///etc/passwd", "-f lavfi -i testsrc", "http://127.0.0.1:22/", "rtsp://10.0.0.1/", "push"])
        {
            yield return new("ffmpeg options and files in a replay", "operator", "POST", Replay, 400, $"recording `{recording}`", Json(new { Recording = recording }));
        }
    }

    private static IEnumerable<Attack> Values()
    {
        const string kind = "bad values";
        yield return new(kind, "administrator", "POST", Cameras, 400, "a model that is a path", Json(new { Name = "x", Source = "push", Model = "../demo" }));
        yield return new(kind, "administrator", "POST", Cameras, 400, "a name of 10,000 letters", Json(new { Name = new string('x', 10_000), Source = "push", Model = "demo" }));
        yield return new(kind, "administrator", "POST", Cameras, 400, "a name that is taken", Json(new { Name = "push", Source = "push", Model = "demo" }));
        yield return new(kind, "administrator", "POST", Cameras, 400, "0 frames a second", Json(new { Name = "x", Source = "push", Model = "demo", FramesPerSecond = 0 }));
        yield return new(kind, "administrator", "POST", Cameras, 400, "half a JSON", Text("{\"name\":"));
        yield return new(kind, "administrator", "POST", Cameras, 400, "10,000 brackets", Text(new string('[', 10_000)));
        yield return new(kind, "administrator", "PUT", "/api/cameras/{camera}", 400, "text for a number", Text("{\"silentSeconds\":\"soon\"}"));
        yield return new(kind, "operator", "PUT", "/api/cameras/{camera}/watch", 400, "threshold 1e39", Text("{\"threshold\":1e39}"));
        yield return new(kind, "operator", "PUT", "/api/cameras/{camera}/watch", 400, "a zone of 10,000 corners", Json(new { Zones = new[] { Enumerable.Repeat(new[] { 0.5, 0.5 }, 10_000) } }));
        yield return new(kind, "operator", "PUT", "/api/cameras/{camera}/watch", 400, "a mask outside of the picture", Json(new { Masks = new[] { new[] { new[] { 0, 0 }, [9, 9], [0, 9] } } }));
        yield return new(kind, "operator", "PUT", Watch, 400, "the time zone ../../etc/passwd", Json(new { Schedule = new { TimeZone = "../../etc/passwd", Hours = Array.Empty<object>() } }));
        yield return new(kind, "operator", "PUT", Watch, 400, "hours from 25:00", Json(new { Schedule = new { TimeZone = "UTC", Hours = new[] { new { Days = new[] { "Monday" }, From = "25:00", To = "06:00" } } } }));
        yield return new(kind, "operator", "PUT", Watch, 400, "hours without a day", Json(new { Schedule = new { TimeZone = "UTC", Hours = new[] { new { Days = Array.Empty<string>(), From = "22:00", To = "06:00" } } } }));
        yield return new(kind, "operator", "POST", Texts, 400, "a text of 10,000 letters", Json(new { Text = new string('x', 10_000), As = "Normal" }));
        yield return new(kind, "operator", "POST", Texts, 400, "no text", Json(new { As = "Normal" }));
        yield return new(kind, "operator", "POST", Texts, 400, "a strength of 2", Json(new { Text = "a person runs", As = "Normal", Strength = 2 }));
        yield return new(kind, "operator", "DELETE", Texts + "/1", 404, "(none was said)");
        yield return new(kind, "operator", "POST", Replay, 400, "the last 1e9 minutes", Json(new { Minutes = 1e9 }));
        foreach (double hours in (double[])[0, -1, 1e9])
        {
            yield return new(kind, "administrator", "POST", Training + "/record", 400, $"{hours} hours", Json(new { Hours = hours }));
        }

        yield return new(kind, "administrator", "POST", "/api/cameras/{push}/training/record", 400, "an hour of pushed frames", Json(new { Hours = 1 }));
        yield return new(kind, "administrator", "POST", Training + "/train", 400, "without a recording");
        yield return new(kind, "administrator", "POST", Training + "/use", 400, "without a model");
        yield return new(kind, "administrator", "POST", Training + "/back", 400, "without a model before");
        yield return new(kind, "administrator", "POST", Training + "/stop", 404, "with nothing to stop");
        yield return new(kind, "operator", "POST", Replay, 400, "an event without a clip", Json(new { Event = Guid.Empty }));
        yield return new(kind, "operator", "POST", Replay, 400, "a model that is a path", Json(new { Model = "../demo" }));
        yield return new(kind, "operator", "POST", Replay, 400, "a threshold of 1e39", Text("{\"threshold\":1e39}"));
        yield return new(kind, "operator", "GET", "/api/cameras/{camera}/replay/..%2f..%2fkeys/0.jpg", 404);
        yield return new(kind, "operator", "POST", Archives + "/failed/8/retry", 404, "(it has not failed)");
        yield return new(kind, "operator", "POST", Archives + "/failed/..%2f7/retry", 404);
        yield return new(kind, "operator", "PUT", "/api/events/{event}/review", 400, "state 99", Text("{\"state\":99}"));
        yield return new(kind, "operator", "PUT", "/api/events/{event}/review", 400, "state Deleted", Text("{\"state\":\"Deleted\"}"));
    }

    private static IEnumerable<Attack> Pictures()
    {
        const string kind = "bad frames";
        yield return new(kind, "operator", "POST", Frames, 413, "5 MB", Jpeg(() => new byte[5 << 20]));
        yield return new(kind, "operator", "POST", Frames, 400, "a JPEG that says 65,000 × 65,000", Jpeg(Huge));
        yield return new(kind, "operator", "POST", Frames, 400, "a PNG that says it is a JPEG", Jpeg(Png));
        yield return new(kind, "operator", "POST", Frames, 400, "half a JPEG", Jpeg(() => WatchTests.Jpeg()[..200]));
        yield return new(kind, "operator", "POST", Frames, 400, "nothing", Jpeg(() => []));
        yield return new(kind, "operator", "POST", Frames, 415, "text", Text("hello"));
        yield return new(kind, "operator", "POST", "/api/cameras/{camera}/frames", 409, "a frame for a camera that reads its own", Jpeg(() => WatchTests.Jpeg()));
        yield return new("control", "operator", "POST", Frames, 202, "a frame", Jpeg(() => WatchTests.Jpeg()));
    }

    private static IEnumerable<Attack> Videos()
    {
        const string kind = "bad videos";
        yield return new(kind, "nobody", "POST", Video, 401, "a video", Bytes(Mp4));
        yield return new(kind, "viewer", "POST", Video, 403, "a video", Bytes(Mp4));
        yield return new(kind, "viewer", "DELETE", Video, 403);
        yield return new(kind, "cookie", "POST", Video, 400, "a video, without the token", Bytes(Mp4));
        yield return new(kind, "operator", "POST", "/api/cameras/00000000-0000-0000-0000-000000000000/replay/video", 404, "a video", Bytes(Mp4));
        yield return new(kind, "operator", "POST", Video, 413, "9 MB", Bytes(() => new byte[9 << 20]));
        yield return new(kind, "operator", "POST", Video, 400, "nothing", Bytes(() => []));
        yield return new(kind, "operator", "POST", Video, 415, "text", Text("hello"));
        yield return new(kind, "operator", "POST", Video, 400, "a picture", Bytes(() => WatchTests.Jpeg()));
        yield return new(kind, "operator", "POST", Video, 400, "a playlist of /etc/passwd", Bytes(() => "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"u8.ToArray()));
        yield return new(kind, "operator", "POST", Video, 400, "a list for concat", Bytes(() => "ffconcat version 1.0\nfile /etc/passwd\n"u8.ToArray()));
        yield return new(kind, "operator", "POST", Video + "?name=../../etc/passwd", 400, "the head of an mp4 and nothing behind it", Bytes(Mp4));
        yield return new(kind, "operator", "POST", Video + "?name=-i%20/etc/passwd", 400, "the head of an mp4 and a playlist behind it", Bytes(() => [.. Mp4(), .. "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8]));
        yield return new(kind, "operator", "POST", Replay, 400, "an upload that there is not", Json(new { Uploaded = true }));
        yield return new(kind, "operator", "DELETE", Video, 404, "(none was uploaded)");
    }

    private static IEnumerable<Attack> Models()
    {
        const string kind = "bad models";
        yield return new(kind, "administrator", "POST", Model, 400, "text", Bytes(() => "hello"u8.ToArray()));
        yield return new(kind, "administrator", "POST", Model, 400, "a zip bomb of 300 MB", Bytes(() => Zip("TransformerChain/Model.key", 300 << 20)));
        yield return new(kind, "administrator", "POST", Model, 400, "a zip that leads out of itself", Bytes(() => Zip("../../evil", 10)));
        yield return new(kind, "administrator", "POST", Model, 400, "a zip with an absolute path", Bytes(() => Zip("/etc/cron.d/evil", 10)));
        yield return new(kind, "administrator", "POST", Model, 400, "a zip without a model", Bytes(() => Zip("hello.txt", 10)));
        yield return new(kind, "administrator", "POST", Model, 400, "half a model", Bytes(() => File.ReadAllBytes(SmallModel.Path)[..20_000]));
        yield return new(kind, "administrator", "POST", "/api/models/a.b", 400, "a name with a point", Bytes(() => [1]));
        yield return new(kind, "administrator", "DELETE", "/api/models/demo", 409, "(in use)");
        yield return new("control", "administrator", "POST", "/api/models/good", 201, "a model", Bytes(() => File.ReadAllBytes(SmallModel.Path)));
    }

    private static IEnumerable<Attack> People()
    {
        const string kind = "bad people and addresses";
        yield return new(kind, "administrator", "POST", "/api/users", 400, "a short password", Json(new { Name = "eve", Password = "short", Role = "viewer" }));
        yield return new(kind, "administrator", "POST", "/api/users", 400, "role root", Json(new { Name = "eve", Password = "long enough to pass", Role = "root" }));
        yield return new(kind, "administrator", "POST", "/api/users", 400, "a name of markup", Json(new { Name = "<script>", Password = "long enough to pass", Role = "viewer" }));
        yield return new(kind, "administrator", "POST", "/api/users", 400, "a name that is taken", Json(new { Name = "admin", Password = "long enough to pass", Role = "viewer" }));
        yield return new(kind, "administrator", "DELETE", "/api/users/admin", 400, "(the only administrator)");
        yield return new(kind, "administrator", "PUT", "/api/users/admin", 400, "(the only administrator) role viewer", Json(new { Role = "viewer" }));
        yield return new(kind, "administrator", "POST", "/api/keys", 400, "role root", Json(new { Name = "x", Role = "root" }));
        foreach (string url in (string[])["file:///etc/passwd", "gopher://10.0.0.1/", "http://user:secret@10.0.0.1/", "not an address"])
        {
            yield return new(kind, "administrator", "POST", "/api/webhooks", 400, $"address `{url}`", Json(new { Url = url }));
        }
    }

    private static IEnumerable<Attack> Forgeries()
    {
        const string kind = "CSRF: a cookie without its token";
        yield return new(kind, "cookie", "POST", Cameras, 400, "a camera", Json(new { Name = "x", Source = "push", Model = "demo" }));
        yield return new(kind, "cookie", "PUT", "/api/events/{event}/review", 400, "this is normal", Json(new { State = "Normal" }));
        yield return new(kind, "cookie", "DELETE", "/api/events/{event}", 400);
        yield return new(kind, "cookie", "POST", "/api/keys", 400, "an administrator's key", Json(new { Name = "x", Role = "administrator" }));
        yield return new(kind, "cookie", "POST", "/api/keys", 400, "with a made-up token", Json(new { Name = "x", Role = "administrator" }), "X-CSRF-TOKEN: CfDJ8forged");
        yield return new(kind, "cookie", "POST", Archives + "/failed/7/retry", 400);
        yield return new(kind, "cookie", "POST", "/account/logout", 400, "", Form([]));
        yield return new(kind, "nobody", "POST", "/account/login", 400, "name and password", Form([new("name", "admin"), new("password", TestHost.Password)]));
        yield return new("control", "cookie", "GET", "/api/users", 200);
        yield return new("control", "cookie with token", "PUT", "/api/events/{event}/review", 200, "confirmed", Json(new { State = "Confirmed" }));
        yield return new("control", "cookie with token", "POST", Archives + "/failed/7/retry", 204);
    }

    private static IEnumerable<Attack> Queries()
    {
        const string kind = "bad questions";
        yield return new(kind, "viewer", "GET", "/api/events?camera=1", 400);
        yield return new(kind, "viewer", "GET", "/api/events?from=soon", 400);
        yield return new(kind, "viewer", "GET", "/api/events?text=' OR 1=1 --", 200, "(finds nothing)");
        yield return new(kind, "viewer", "GET", "/api/events?take=999999999", 200, "(500 at most)");
        yield return new(kind, "viewer", "GET", "/api/events/search", 400, "(for nothing)");
        yield return new(kind, "viewer", "TRACE", Cameras, 405);
        yield return new(kind, "viewer", "PATCH", Cameras, 405);
    }

    private static Func<HttpContent> Json(object value) => Text(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));

    private static Func<HttpContent> Text(string text) => () => new StringContent(text, Encoding.UTF8, text == "hello" ? "text/plain" : "application/json");

    private static Func<HttpContent> Bytes(Func<byte[]> bytes) => () => new ByteArrayContent(bytes());

    private static Func<HttpContent> Form(KeyValuePair<string, string>[] fields) => () => new FormUrlEncodedContent(fields);

    private static Func<HttpContent> Jpeg(Func<byte[]> bytes) => () =>
    {
        var content = new ByteArrayContent(bytes());
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    };

    // the size stands after the marker of the frame, its length and its depth
    private static byte[] Huge()
    {
        byte[] jpeg = WatchTests.Jpeg();
        int at = Enumerable.Range(0, jpeg.Length - 1).First(i => jpeg[i] == 0xFF && jpeg[i + 1] is 0xC0 or 0xC2);
        (jpeg[at + 5], jpeg[at + 6], jpeg[at + 7], jpeg[at + 8]) = (0xFD, 0xE8, 0xFD, 0xE8);
        return jpeg;
    }

    private static byte[] Mp4() => [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2"u8];

    private static byte[] Png()
    {
        using var bitmap = new SKBitmap(8, 8);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Zip(string entry, int length)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using Stream stream = zip.CreateEntry(entry, CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (int left = length; left > 0; left -= zeros.Length)
            {
                stream.Write(zeros, 0, Math.Min(left, zeros.Length));
            }
        }

        return bytes.ToArray();
    }
}
