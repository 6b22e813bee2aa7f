using System.Numerics.Tensors;
using Microsoft.EntityFrameworkCore;
using Microsoft.ML;
using MlNetVad.Pretrained;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>An event that was looked for.</summary>
/// <param name="Similarity">The cosine of what was looked for with what is said of the event; 1 where the words are found as they are written.</param>
/// <param name="Event">The event.</param>
internal sealed record FoundEvent(float Similarity, VadEvent Event);

/// <summary>
/// Finds events by meaning: MiniLM reads what somebody looks for and what is said of events, each sentence once. Most events have one of a few
/// sentences, so that there is little to read and little to keep.
/// </summary>
internal sealed class EventSearch(DbAccess database, ILogger<EventSearch> log)
{
    /// <summary>Events that are looked through at most, the newest ones.</summary>
    public const int MostEvents = 5000;

    private const int MostSentences = 8192, MostUnread = 1000, LongestQuestion = 200;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, float[]> _vectors = [];   // 13 MB at most

    /// <summary>Finds events, those that are most similar to <see cref="EventQuery.Text"/> first, of equally similar ones the newest.</summary>
    /// <exception cref="VadException">Nothing is looked for, or too much.</exception>
    public async Task<FoundEvent[]> Find(EventQuery query)
    {
        string question = query.Text?.Trim() is { Length: > 0 and <= LongestQuestion } text
            ? text
            : throw new VadException($"Say in 1 to {LongestQuestion} characters what to look for, such as 'somebody runs'.");
        var said = await database.Run(db => query.Unordered(db).OrderByDescending(item => item.StartedAt).Take(MostEvents)
            .Select(item => new { item.Id, item.StartedAt, item.CameraName, item.Reason, item.Description }).ToArrayAsync());
        IReadOnlyDictionary<string, float> similarities = await Similarities(question, [.. said.SelectMany(item => (string[])[What(item.Reason), item.Description]).Where(text => text.Length > 0).Distinct()]);
        string[] words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ranked = said
            .Select(item => (item.Id, item.StartedAt, Similarity: Array.TrueForAll(words, word => $"{item.Reason} {item.Description} {item.CameraName}".Contains(word, StringComparison.OrdinalIgnoreCase))
                ? 1
                : MathF.Max(similarities.GetValueOrDefault(What(item.Reason), float.NegativeInfinity), similarities.GetValueOrDefault(item.Description, float.NegativeInfinity))))
            .Where(item => float.IsFinite(item.Similarity))
            .OrderByDescending(item => item.Similarity).ThenByDescending(item => item.StartedAt).Take(query.Count).ToArray();
        Guid[] ids = [.. ranked.Select(item => item.Id)];
        Dictionary<Guid, VadEvent> rows = await database.Run(db => db.Events.AsNoTracking().Where(item => ids.Contains(item.Id)).ToDictionaryAsync(item => item.Id));
        return [.. ranked.Where(item => rows.ContainsKey(item.Id)).Select(item => new FoundEvent(item.Similarity, rows[item.Id]))];
    }

    // how rare it was is said of every event in the same words
    private static string What(string reason) => reason.Split(". ")[0];

    private async Task<IReadOnlyDictionary<string, float>> Similarities(string question, string[] sentences)
    {
        await _one.WaitAsync();
        try
        {
            if (_vectors.Count + MostUnread > MostSentences)
            {
                _vectors.Clear();
            }

            string[] unread = [.. sentences.Prepend(question).Where(text => !_vectors.ContainsKey(text)).Distinct().Take(MostUnread)];   // those of the newest events
            if (unread.Length > 0)
            {
                float[][] read = await Task.Run(() => RedefineInWordsCatalog.Embed(new MLContext(seed: 1), PretrainedText.MiniLM, unread));
                foreach ((string text, float[] vector) in unread.Zip(read))
                {
                    _vectors[text] = vector;
                }
            }

            float[] about = _vectors[question];
            return sentences.Where(_vectors.ContainsKey).ToDictionary(sentence => sentence, sentence => TensorPrimitives.CosineSimilarity(about, _vectors[sentence]));
        }
        catch (Exception e) when (e is VadException or DllNotFoundException or TypeInitializationException)
        {
            log.LogWarning("Events are found by the words as they are written alone, for no sentence encoder is there: {Reason}", e.GetBaseException().Message);
            return new Dictionary<string, float>();
        }
        finally
        {
            _one.Release();
        }
    }
}
