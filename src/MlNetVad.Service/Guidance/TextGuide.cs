using Microsoft.EntityFrameworkCore;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Service.Api;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;

namespace MlNetVad.Service.Guidance;

/// <summary>What people say in words of one camera's scores: it is understood once, added to the camera's settings, and taken back. The API and the pages both come here.</summary>
internal sealed class TextGuide(DbAccess database, ModelShelf shelf, CameraEditing editing, MonotonicClock clock)
{
    private const int LongestText = 200;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Says a text of a camera; its next frames are scored so.</summary>
    /// <returns>The text as it was understood; null where there is no such camera.</returns>
    /// <exception cref="VadException">It is like nothing that the camera's model can tell, or a number is out of its range.</exception>
    public async Task<CameraText?> Say(Guid id, TextEdit edit, string user)
    {
        await _one.WaitAsync();
        try
        {
            if (await Camera(id) is not { } camera)
            {
                return null;
            }

            CameraText[] texts = await Understand(camera, [edit], user);
            await editing.Change(id, changed => changed.Texts = CameraText.Write(texts));
            return texts[^1];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Takes a text back; the camera's scores are those of before.</summary>
    /// <returns>The text; null where the camera has none of that number.</returns>
    public async Task<CameraText?> Undo(Guid id, int number)
    {
        await _one.WaitAsync();
        try
        {
            CameraText[] texts = await Camera(id) is { } camera ? CameraText.Read(camera.Texts) : [];
            CameraText? undone = Array.Find(texts, text => text.Number == number);
            if (undone is not null)
            {
                await editing.Change(id, changed => changed.Texts = CameraText.Write(texts.Where(text => text.Number != number)));
            }

            return undone;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What can be said of a camera: what its model measures with the words for it, or the actions that it has learned, and the classes of its detector.</summary>
    /// <exception cref="VadException">The model cannot be loaded.</exception>
    public Task<IReadOnlyList<KnownWords>> Words(Camera camera) => Task.Run<IReadOnlyList<KnownWords>>(() =>
    {
        using ModelLease lease = shelf.Take(camera.Model);
        Vocabulary names = RedefinableInWords.Names(lease.Model);
        IEnumerable<KnownWords> measured = names.IsAll ? [] : Aspect.All.Select(aspect => new KnownWords(aspect.Name, [.. aspect.Levels.Select(level => string.Join(", ", level))]));
        string[] named = [.. names.Names.Where(name => name.Length > 0)];
        return [.. measured, .. named.Length > 0 ? (KnownWords[])[new KnownWords(names.Kind, named)] : []];
    });

    /// <summary>A camera's texts with some more; nothing is kept of them.</summary>
    /// <exception cref="VadException">One is like nothing that the camera's model can tell, or a number is out of its range.</exception>
    public async Task<CameraText[]> Understand(Camera camera, IReadOnlyList<TextEdit> more, string user)
    {
        if (camera.Model.Length == 0)
        {
            throw new VadException($"The camera '{camera.Name}' has no model yet; give it one, or train one.");
        }

        return await Task.Run(() =>
        {
            using ModelLease lease = shelf.Take(camera.Model);
            if (RedefinableInWords.Space(lease.Model) is { KnowsOnlyItsActions: false })
            {
                throw new VadException(
                    $"The actions of the model '{camera.Model}' were read by a CLIP, and the service reads texts with MiniLM alone; redefine the model in a program (VadModel.Redefine with that CLIP's text tower) and upload it.");
            }

            CameraText[] texts = CameraText.Read(camera.Texts);
            foreach (TextEdit edit in more)
            {
                var about = new Redefinition(texts.Select(text => text.Number).Append(0).Max() + 1, edit.As, "", -1, -1, user, new DateTimeOffset(clock.Now));
                texts = [.. texts, CameraText.Of(RedefinableInWords.Understand(lease.Model, about, Said(edit), words => RedefineInWordsCatalog.Embed(lease.Context, PretrainedText.MiniLM, words)))];
            }

            _ = CameraText.Apply(lease.Model, texts);
            return texts;
        });
    }

    private static TextRedefinition Said(TextEdit edit)
    {
        if (edit.Text is not { Length: <= LongestText } text || text.Any(char.IsControl))
        {
            throw new VadException($"A text has up to {LongestText} characters; say one thing, such as 'a person runs'.");
        }

        return edit.MinimumSeconds is >= 0 and <= 3600 && Enum.IsDefined(edit.As)
            ? new TextRedefinition(text.Trim(), edit.As) { Strength = edit.Strength, MinimumDuration = TimeSpan.FromSeconds(edit.MinimumSeconds) }
            : throw new VadException("A text is Normal or Anomalous and has been true for 0 to 3600 seconds before it counts; give one of these.");
    }

    private Task<Camera?> Camera(Guid id) => database.Run(db => db.Cameras.AsNoTracking().FirstOrDefaultAsync(camera => camera.Id == id));
}

/// <summary>Words that a model knows.</summary>
/// <param name="About">What they are about, in a word.</param>
/// <param name="Words">The words of each level, or names.</param>
internal sealed record KnownWords(string About, string[] Words);
