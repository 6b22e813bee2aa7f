using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>Actions by name, each with its text as an encoder has it.</summary>
internal sealed class NamedTexts(int width)
{
    private readonly List<string> _names = [];
    private readonly List<float[]> _texts = [];

    /// <summary>E, numbers of a text.</summary>
    public int Width => width;

    /// <summary>The names, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Reads the actions of a list.</summary>
    /// <exception cref="VadException">It is empty.</exception>
    public static NamedTexts Read(IDataView prompts, ActionFeatureTrainer.Options options)
    {
        DataViewSchema.Column[] columns = [.. options.Labels.Select(c => c.Find(prompts.Schema))];
        var texts = new NamedTexts(((VectorDataViewType)columns[1].Type).Size);
        using DataViewRowCursor cursor = prompts.GetRowCursor(columns);
        ValueGetter<ReadOnlyMemory<char>> action = cursor.GetGetter<ReadOnlyMemory<char>>(columns[0]);
        ValueGetter<VBuffer<float>> text = cursor.GetGetter<VBuffer<float>>(columns[1]);
        ReadOnlyMemory<char> name = default;
        VBuffer<float> words = default;
        while (cursor.MoveNext())
        {
            action(ref name);
            text(ref words);
            texts.Index(name.ToString(), words);
        }

        return texts.Names.Count > 0 ? texts : throw new VadException("The list of prompts is empty: name at least one action.");
    }

    /// <summary>The place of an action, which is added where it is new.</summary>
    public int Index(string name, VBuffer<float> text)
    {
        int known = _names.IndexOf(name);
        if (known >= 0)
        {
            return known;
        }

        _names.Add(name);
        _texts.Add([.. text.DenseValues()]);
        return _names.Count - 1;
    }

    /// <summary>The texts as the encoder gave them, [A, E].</summary>
    public Tensor ToTensor() => tensor([.. _texts.SelectMany(t => t)], [_texts.Count, Width]);

    /// <summary>The texts as a network has them, a row of D numbers an action.</summary>
    /// <exception cref="VadException">They are of another width than those that it was trained on.</exception>
    public float[] Of(ActionNetwork network)
    {
        if (Width != network.Options.TextWidth)
        {
            throw new VadException($"The prompts' texts have {Width} numbers and those of the clips {network.Options.TextWidth}: encode both with the same text encoder.");
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        return network.Texts(ToTensor()).data<float>().ToArray();
    }
}
