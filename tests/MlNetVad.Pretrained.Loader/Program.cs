using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Pretrained.Loader;

/// <summary>A program that only loads and uses a model.</summary>
public static class Program
{
    /// <summary>Arguments: the zip, then sentences. Prints the numbers of the Semantic column in hexadecimal, a line a sentence.</summary>
    private static int Main(string[] args)
    {
        var ml = new MLContext(seed: 1);
        ITransformer model = ml.Model.Load(args[0], out _);
        IDataView sentences = ml.Data.LoadFromEnumerable(args.Skip(1).Select(text => new Sentence { Caption = text }));
        foreach (float[] vector in model.Transform(sentences).GetColumn<float[]>("Semantic"))
        {
            Console.WriteLine(Convert.ToHexString(MemoryMarshal.AsBytes<float>(vector)));
        }

        return 0;
    }

    private sealed class Sentence
    {
        public string Caption { get; set; } = "";
    }
}
