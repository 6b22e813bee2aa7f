using Microsoft.ML;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Chat endpoints that fail: the pipeline goes on with the last caption, and says so.</summary>
public sealed class ChatFailureTests
{
    private const string KeyVariable = "MLNETVAD_TEST_CAPTION_KEY_2";
    private const string Key = "sk-9876543210-very-secret";

    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    [Fact]
    public void Transform_NobodyListens_GoesOnAndSaysItOnce()
    {
        var captioner = new OpenAiCompatibleCaptioner { Endpoint = $"http://127.0.0.1:{ChatServer.FreePort()}/v1", Model = "llava", Retries = 1, FirstPause = TimeSpan.FromMilliseconds(1) };

        Assert.Equal(["", "", "", "", ""], Captions(captioner, frames: 9));

        string warning = Assert.Single(_warnings);
        Assert.StartsWith($"The captioner at '{captioner.Endpoint}' cannot be reached in 2 attempts (", warning, StringComparison.Ordinal);
        Assert.EndsWith("). The last caption of the video stays.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_SlowAnswer_IsGivenUp()
    {
        using var server = new ChatServer(n => ChatServer.Reply.Of("late") with { Delay = n == 1 ? TimeSpan.FromSeconds(8) : TimeSpan.Zero });

        Assert.Equal(["late", "late", "late"], Captions(server.Captioner(timeoutSeconds: 1.5), frames: 7));

        Assert.Equal(
            [$"The captioner at '{server.Endpoint}' did not answer within 1.5 s. The last caption of the video stays.", "Captions come again, after 1 clip without one."],
            _warnings);
    }

    [Theory]
    [InlineData(200, "this is no JSON", "answers something that is not a chat completion; check that Endpoint")]
    [InlineData(200, "{}", "answers something that is not a chat completion; check that Endpoint")]
    [InlineData(200, "[]", "answers something that is not a chat completion; check that Endpoint")]
    [InlineData(200, """{"choices": "x"}""", "answers something that is not a chat completion; check that Endpoint")]
    [InlineData(200, """{"choices": []}""", "answers without a word.")]
    [InlineData(200, """{"choices": [{"message": {"content": null}}]}""", "answers without a word.")]
    [InlineData(200, """{"choices": [{"message": {"content": "  "}}]}""", "answers without a word.")]
    [InlineData(500, """{"error": "out of memory"}""", "failed (500: out of memory).")]
    [InlineData(502, "<html>bad gateway</html>", "failed (502).")]
    [InlineData(429, """{"error": {"message": "slow down"}}""", "is too busy (429: slow down).")]
    [InlineData(400, """{"error": {"message": "filtered by the content management policy."}}""", "refuses the request (400: filtered by the content management policy).")]
    public void Transform_OddAnswer_KeepsTheLastCaptionAndRecovers(int status, string body, string expected)
    {
        using var server = new ChatServer(n => n is 1 or 2 ? new ChatServer.Reply(status, body) : ChatServer.Reply.Of($"{n}"));

        Assert.Equal(["0", "0", "0", "3", "4"], Captions(server.Captioner(), frames: 9));

        Assert.Equal(2, _warnings.Count);
        Assert.StartsWith($"The captioner at '{server.Endpoint}' {expected}", _warnings[0], StringComparison.Ordinal);
        Assert.Equal("Captions come again, after 2 clips without one.", _warnings[1]);
    }

    [Theory]
    [InlineData(429, "1")]
    [InlineData(503, "1")]
    [InlineData(500, null)]
    public void Transform_BusyFirst_TriesAgainWhenTheEndpointSays(int status, string? retryAfter)
    {
        using var server = new ChatServer(n => n == 0 ? ChatServer.Reply.Error(status, "later", retryAfter) : ChatServer.Reply.Of("at last"));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        Assert.Equal(["at last"], Captions(server.Captioner(retries: 1), frames: 5));

        Assert.Empty(_warnings);
        Assert.Equal(2, server.Count);
        TimeSpan elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Assert.True(retryAfter is null || elapsed >= TimeSpan.FromSeconds(0.99), $"asked again after {elapsed}");
    }

    [Fact]
    public void Transform_BusyAllTheTime_CountsItsAttempts()
    {
        using var server = new ChatServer(_ => ChatServer.Reply.Error(429, "later"));

        Assert.Equal([""], Captions(server.Captioner(retries: 2), frames: 5));

        Assert.Equal(3, server.Count);
        Assert.Equal($"The captioner at '{server.Endpoint}' is too busy in 3 attempts (429: later). The last caption of the video stays.", Assert.Single(_warnings));
    }

    [Theory]
    [InlineData(401, "refuses the key (401: wrong key ***); check the key in the environment variable MLNETVAD_TEST_CAPTION_KEY_2.")]
    [InlineData(403, "refuses the key (403: wrong key ***)")]
    [InlineData(404, "knows no model 'llava', or the address is wrong (404: wrong key ***); check Model and Endpoint.")]
    [InlineData(422, "refuses the request (422: wrong key ***).")]
    public void Transform_WrongSettings_StopWithOneSentenceWithoutTheKey(int status, string expected)
    {
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        using var server = new ChatServer(_ => ChatServer.Reply.Error(status, $"wrong key {Key}"));
        OpenAiCompatibleCaptioner captioner = server.Captioner(retries: 3);
        captioner.ApiKeyVariable = KeyVariable;

        VadException error = Assert.Throws<VadException>(() => Captions(captioner, frames: 9));

        Assert.StartsWith($"The captioner at '{server.Endpoint}' {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, server.Count);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Transform_RefusedAfterAnAnswer_IsAboutThatClipOnly()
    {
        using var server = new ChatServer(n => n == 1 ? ChatServer.Reply.Error(413, "too large") : ChatServer.Reply.Of($"{n}"));

        Assert.Equal(["0", "0", "2"], Captions(server.Captioner(), frames: 7));
    }

    [Fact]
    public void Transform_Cancelled_EndsTheRequest()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new ChatServer(_ =>
        {
            cancellation.Cancel();
            return ChatServer.Reply.Of("late") with { Delay = TimeSpan.FromSeconds(8) };
        });
        var options = new ClipCaptionEstimator.Options { Captioner = server.Captioner(retries: 3), CancellationToken = cancellation.Token, OnWarning = _warnings.Add };
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        Assert.ThrowsAny<OperationCanceledException>(() => _ml.Transforms.CaptionClip(options).CaptionsOf(ClipRows.Of(_ml, ("a", 9))));

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(6));
        Assert.Empty(_warnings);
    }

    private string[] Captions(OpenAiCompatibleCaptioner captioner, int frames) => _ml.Transforms
        .CaptionClip(new ClipCaptionEstimator.Options { Captioner = captioner, OnWarning = _warnings.Add })
        .CaptionsOf(ClipRows.Of(_ml, ("a", frames)));
}
