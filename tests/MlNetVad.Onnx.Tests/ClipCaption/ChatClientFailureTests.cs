using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.ML;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Chat clients that fail: whatever they throw, the pipeline goes on or stops with one sentence.</summary>
public sealed class ChatClientFailureTests
{
    private const string Who = "The captioner's chat client 'fake llava'";

    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    public static TheoryData<Exception, string> Thrown => new()
    {
        { new ArgumentOutOfRangeException("index"), "answers something that is not a chat completion; check the address that the client was made with." },
        { new JsonException("'<' is an invalid start of a value"), "answers something that is not a chat completion;" },
        { new NullReferenceException(), "answers something that is not a chat completion;" },
        { new InvalidOperationException("no model is loaded\nat all"), "failed (no model is loaded)." },
        { new NotSupportedException("no pictures."), "failed (no pictures)." },
        { new HttpRequestException("refused"), "cannot be reached (refused)." },
        { new HttpRequestException("x", inner: null, HttpStatusCode.TooManyRequests), "is too busy (429)." },
        { new HttpRequestException("x", inner: null, HttpStatusCode.BadGateway), "failed (502)." },
        { new IOException("cut off"), "cannot be reached (cut off)." },
        { new OperationCanceledException(), "gave up before there was an answer." },
        { new TimeoutException(), "gave up before there was an answer." },
        { new VadException("no words."), "failed (no words)." },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public void Transform_ClientThatThrows_KeepsTheLastCaptionAndRecovers(Exception thrown, string expected)
    {
        using var client = new FakeChatClient((n, _) => n is 1 or 2 ? Task.FromException<ChatResponse>(thrown) : Task.FromResult(Words($"{n}")));

        Assert.Equal(["0", "0", "0", "3"], Captions(new ChatClientCaptioner(client) { Retries = 0 }, frames: 8));

        Assert.Equal(2, _warnings.Count);
        Assert.StartsWith($"{Who} {expected}", _warnings[0], StringComparison.Ordinal);
        Assert.DoesNotContain('\n', _warnings[0]);
        Assert.Equal("Captions come again, after 2 clips without one.", _warnings[1]);
    }

    [Theory]
    [InlineData(401, "refuses the key (401); check the key that the client was made with.")]
    [InlineData(403, "refuses the key (403);")]
    [InlineData(404, "knows no such model, or the address is wrong (404); check the model and the address that the client was made with.")]
    [InlineData(422, "refuses the request (422).")]
    public void Transform_WrongSettings_StopWithOneSentence(int status, string expected)
    {
        using var client = new FakeChatClient((_, _) => throw new HttpRequestException("sk-secret", inner: null, (HttpStatusCode)status));

        VadException error = Assert.Throws<VadException>(() => Captions(new ChatClientCaptioner(client), frames: 9));

        Assert.StartsWith($"{Who} {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Single(client.Requests);
    }

    [Fact]
    public void Transform_EmptyAnswers_SaySo()
    {
        using var client = new FakeChatClient((n, _) => Task.FromResult(n switch { 0 => new ChatResponse(), 1 => Words(" \n"), 2 => null!, _ => Words("at last") }));

        Assert.Equal(["", "", "", "at last"], Captions(new ChatClientCaptioner(client), frames: 8));

        Assert.Equal([$"{Who} answers without a word. The last caption of the video stays.", "Captions come again, after 3 clips without one."], _warnings);
    }

    [Fact]
    public void Transform_FailureThatPasses_IsAskedAgain()
    {
        using var client = new FakeChatClient((n, _) => n < 2 ? Task.FromException<ChatResponse>(new HttpRequestException("refused")) : Task.FromResult(Words("at last")));

        Assert.Equal(["at last"], Captions(new ChatClientCaptioner(client) { Retries = 2, FirstPause = TimeSpan.FromMilliseconds(1) }, frames: 5));

        Assert.Equal(3, client.Requests.Count);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("heeds the token")]
    [InlineData("never answers")]
    [InlineData("blocks")]
    public void Transform_ClientThatIsSlow_IsGivenUp(string how)
    {
        using var over = new ManualResetEventSlim();
        using var client = new FakeChatClient(async (_, token) =>
        {
            if (how == "blocks")
            {
                over.Wait(CancellationToken.None);
            }

            await (how == "heeds the token" ? Task.Delay(Timeout.Infinite, token) : new TaskCompletionSource().Task);
            return Words("late");
        });

        Assert.Equal(["", ""], Captions(new ChatClientCaptioner(client) { Retries = 1, TimeoutSeconds = 0.05, FirstPause = TimeSpan.FromMilliseconds(1) }, frames: 6));

        over.Set();
        Assert.Equal($"{Who} did not answer within 0.05 s in 2 attempts. The last caption of the video stays.", Assert.Single(_warnings));
        Assert.Equal(4, client.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Transform_Cancelled_EndsTheRequestOrThePause(bool inThePause)
    {
        using var cancellation = new CancellationTokenSource();
        using var client = new FakeChatClient((_, _) =>
        {
            cancellation.CancelAfter(20);
            return inThePause ? Task.FromException<ChatResponse>(new IOException("cut off")) : new TaskCompletionSource<ChatResponse>().Task;
        });
        var captioner = new ChatClientCaptioner(client) { FirstPause = TimeSpan.FromHours(1) };

        Assert.ThrowsAny<OperationCanceledException>(() => Captions(captioner, frames: 9, cancellation.Token));

        Assert.Single(client.Requests);
        Assert.Empty(_warnings);
    }

    private static ChatResponse Words(string words) => new(new ChatMessage(ChatRole.Assistant, words));

    private string[] Captions(ChatClientCaptioner captioner, int frames, CancellationToken cancellationToken = default) => _ml.Transforms
        .CaptionClip(new ClipCaptionEstimator.Options { Captioner = captioner, OnWarning = _warnings.Add, CancellationToken = cancellationToken })
        .CaptionsOf(ClipRows.Of(_ml, ("a", frames)));
}
